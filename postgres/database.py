"""Gives a component a role and a database of its own: `python database.py NAME`, with secrets of that component."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

SECRETS = Path("/secrets")


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """A role and a database that see nothing of the others'; another job for the same one waits for the end."""
    superuser, own = ((SECRETS / file).read_text().strip() for file in ("superuser_password", "database_password"))
    connection = psycopg2.connect(host="postgres", user="postgres", password=superuser)
    connection.autocommit = True
    with connection.cursor() as cursor:
        # PostgreSQL lets go of it with the connection, so whatever ends the job.
        cursor.execute("select pg_advisory_lock(hashtext(%s))", [name])
        create(cursor, name, own)
    try:
        yield
    finally:
        connection.close()


def create(cursor: Any, name: str, password: str) -> None:
    """The password follows the secret."""
    identifier = sql.Identifier(name)
    cursor.execute("select 1 from pg_roles where rolname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(sql.SQL("create role {} login").format(identifier))
    cursor.execute(sql.SQL("alter role {} password {}").format(identifier, sql.Literal(password)))
    cursor.execute("select 1 from pg_database where datname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(sql.SQL("create database {0} owner {0}").format(identifier))
    cursor.execute(sql.SQL("revoke connect on database catalog, {} from public").format(identifier))


if __name__ == "__main__":
    with own_database(sys.argv[1]):
        pass
