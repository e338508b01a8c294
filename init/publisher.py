"""Lets the dbt service change rows of silver's and gold's tables in the catalog's database, and nothing else."""

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import sql

HOST, DATABASE, ROLE = "postgres", "catalog", "dbt"
# The catalog's server owns the table, so the policy is not for it. A row may only lead to metadata in its own layer.
GRANTS = """
revoke all on database catalog, postgres, template1 from public;
grant connect on database catalog to dbt;
grant select, insert, update (metadata_location, previous_metadata_location) on iceberg_tables to dbt;
alter table iceberg_tables enable row level security;
drop policy if exists published on iceberg_tables;
create policy published on iceberg_tables to dbt
using (table_namespace in ('silver', 'gold') and iceberg_type = 'TABLE')
with check (
    table_namespace in ('silver', 'gold') and iceberg_type = 'TABLE'
    and starts_with(metadata_location, 's3://lakehouse/warehouse/' || table_namespace || '/')
);
"""


def allow_publishing(superuser_password: str, password: str) -> None:
    """The role as it is to be, with this password; may be repeated."""
    try:
        connection = psycopg2.connect(host=HOST, dbname=DATABASE, user="postgres", password=superuser_password)
    except psycopg2.OperationalError as error:
        raise SystemExit(f"the catalog's database cannot be asked: {error}") from None
    with connection, connection.cursor() as cursor:
        # Another such job waits for the end.
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [ROLE])
        cursor.execute("select from pg_roles where rolname = %s", [ROLE])
        if not cursor.rowcount:
            cursor.execute(sql.SQL("create role {} login").format(sql.Identifier(ROLE)))
        cursor.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(ROLE), sql.Literal(password)))
        cursor.execute(GRANTS)
    connection.close()
