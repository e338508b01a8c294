"""Gives a component a role and a database of its own: `python database.py NAME`, with secrets of that component."""

import sys
from pathlib import Path

import psycopg2
from psycopg2 import sql

SECRETS = Path("/secrets")


def create_database(name: str) -> None:
    """A role and a database that see nothing of the others'; the password follows the secret."""
    superuser, own = ((SECRETS / file).read_text().strip() for file in ("superuser_password", "database_password"))
    connection = psycopg2.connect(host="postgres", user="postgres", password=superuser)
    connection.autocommit = True
    identifier = sql.Identifier(name)
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("create role {} login").format(identifier))
        cursor.execute(sql.SQL("alter role {} password {}").format(identifier, sql.Literal(own)))
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("create database {0} owner {0}").format(identifier))
        cursor.execute(sql.SQL("revoke connect on database catalog, {} from public").format(identifier))
    connection.close()


if __name__ == "__main__":
    create_database(sys.argv[1])
