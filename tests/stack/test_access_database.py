"""The catalog's database: the dbt service's role changes tables of silver and gold there, and does nothing else."""

import json
import subprocess

import pytest

from tests.stack.support import Stack

GOLD, BRONZE = "s3://lakehouse/warehouse/gold/a.metadata.json", "s3://lakehouse/warehouse/bronze/a.metadata.json"
UNIFIED = "table_namespace = 'gold' and table_name = 'movies_unified'"
DENIED, POLICY = "permission denied", "violates row-level security policy"
REFUSED = {
    f"insert into iceberg_tables values ('rest_backend', 'bronze', 'strayed', '{BRONZE}', null, 'TABLE')": POLICY,
    f"insert into iceberg_tables values ('rest_backend', 'audit', 'strayed', '{GOLD}', null, 'TABLE')": POLICY,
    f"insert into iceberg_tables values ('rest_backend', 'gold', 'strayed', '{BRONZE}', null, 'TABLE')": POLICY,
    f"insert into iceberg_tables values ('rest_backend', 'gold', 'strayed', '{GOLD}', null, 'VIEW')": POLICY,
    f"update iceberg_tables set metadata_location = '{BRONZE}' where {UNIFIED}": POLICY,
    f"update iceberg_tables set table_namespace = 'bronze' where {UNIFIED}": DENIED,
    f"update iceberg_tables set table_name = 'strayed' where {UNIFIED}": DENIED,
    f"delete from iceberg_tables where {UNIFIED}": DENIED,
    "truncate iceberg_tables": DENIED,
    "select * from iceberg_namespace_properties": DENIED,
    "insert into iceberg_namespace_properties values ('rest_backend', 'strayed', 'exists', 'true')": DENIED,
    "alter table iceberg_tables disable row level security": "must be owner",
    "create table strayed (a int)": DENIED,
    "create temporary table strayed (a int)": DENIED,
    "create role strayed": DENIED,
    "set role catalog": DENIED,
    "select pg_read_file('/secrets/superuser_password')": DENIED,
    "copy (select 1) to program 'true'": DENIED,
}


def as_dbt(stack: Stack, query: str, database: str = "catalog") -> str:
    """Without a password, which only the database's own machine lets in."""
    command = ("psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-U", "dbt", "-d", database, "-c", query)
    return stack.exec("postgres", *command).strip()


def as_owner(stack: Stack, query: str) -> str:
    return stack.exec("postgres", "psql", "-qAt", "-U", "catalog", "-d", "catalog", "-c", query).strip()


@pytest.mark.parametrize("query", REFUSED)
def test_it_is_refused_what_is_not_for_it(stack: Stack, query: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        as_dbt(stack, query)
    assert REFUSED[query] in refused.value.stderr


def test_it_finds_no_table_but_those_of_silver_and_gold(stack: Stack) -> None:
    layers = "select distinct table_namespace from iceberg_tables order by 1"
    assert {"bronze", "gold", "silver"} <= set(as_owner(stack, layers).split())
    assert as_dbt(stack, layers).split() == ["gold", "silver"]


def test_it_changes_no_table_of_bronze(stack: Stack) -> None:
    pointers = "select table_name, metadata_location from iceberg_tables where table_namespace = 'bronze' order by 1"
    before = as_owner(stack, pointers)
    changed = as_dbt(
        stack, f"update iceberg_tables set metadata_location = '{GOLD}' where table_name = 'deliveries' returning 1"
    )
    assert (changed, as_owner(stack, pointers)) == ("", before)


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_it_reaches_no_other_database(stack: Stack, database: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        as_dbt(stack, "select 1", database)
    assert DENIED in refused.value.stderr


# From the dbt service's place: with which password the database lets it in.
LOGIN = """
import json, psycopg2, sys
answers = []
for user, password in json.loads(sys.argv[1]):
    try:
        psycopg2.connect(host="postgres", dbname="catalog", user=user, password=password, connect_timeout=5).close()
        answers.append("in")
    except psycopg2.OperationalError as error:
        answers.append("refused" if "password" in str(error) else str(error))
json.dump(answers, sys.stdout)
"""


def test_only_its_own_password_lets_it_in(stack: Stack) -> None:
    tried = [("dbt", ""), ("dbt", "dbt"), ("postgres", "postgres"), ("catalog", "catalog")]
    tried += [(user, stack.secrets["postgres_dbt"]) for user in ("postgres", "catalog", "dbt")]
    told = json.loads(stack.exec("dbt", "python", "-c", LOGIN, json.dumps(tried)))
    assert told == ["refused"] * 6 + ["in"]
