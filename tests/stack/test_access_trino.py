"""Trino's endpoint: who sees what, who may change what, and that nobody comes in without a password."""

import json
import socket
import ssl
import uuid
from typing import Any

import pytest
import requests
from trino.exceptions import HttpError, TrinoQueryError

from tests.stack.support import ROOT, Stack

MOVIES = "lake.gold.movies_unified"
# The catalog of people is read only, and so are its token and its key. Each of these must fail for them.
CHANGES = f"""
 insert into {MOVIES} select * from {MOVIES}
 delete from {MOVIES}
 update {MOVIES} set movie_title = 'x'
 truncate table {MOVIES}
 drop table {MOVIES}
 alter table {MOVIES} add column x integer
 alter table {MOVIES} rename to lake.gold.x
 alter table {MOVIES} set properties format_version = 2
 alter table {MOVIES} execute optimize
 alter table {MOVIES} execute optimize_manifests
 alter table {MOVIES} execute expire_snapshots(retention_threshold => '30d')
 alter table {MOVIES} execute remove_orphan_files(retention_threshold => '30d')
 alter table {MOVIES} execute drop_extended_stats
 alter table {MOVIES} execute rollback_to_snapshot(1)
 call lake.system.rollback_to_snapshot('gold', 'movies_unified', 1)
 call lake.system.register_table('gold', 'x', 's3://lakehouse/warehouse/gold/movies_unified')
 call lake.system.unregister_table('gold', 'movies_unified')
 comment on table {MOVIES} is 'x'
 analyze {MOVIES}
 create table lake.gold.x (a integer)
 create table lake.gold.x as select 1 a
 create view lake.gold.x as select 1 a
 create schema lake.x
 drop schema lake.gold
 grant select on {MOVIES} to user bi
 set session authorization admin
 set session lake.projection_pushdown_enabled = false
 set session query_max_memory = '10GB'
 create catalog x using memory
 call system.runtime.kill_query('20200101_000000_00000_aaaaa', 'x')
 delete from lake_rw.gold.movies_unified
 create table lake_rw.audit.x (a integer)
 create table lake_rw.staging.x (a integer)
 alter table lake_rw.gold.movies_unified execute optimize
"""
SEEN_BY_BI = {"gold", "bronze", "information_schema"}
# What bi must not read, whichever way it asks.
HIDDEN_FROM_BI = """
 select * from lake.silver.movies
 select * from lake.bronze.critic_agg
 select * from lake.bronze.malformed_records
 select * from lake.bronze."deliveries$snapshots"
 select * from lake.audit.movies
 select * from lake.staging.stg_critic_agg
 select * from lake.matching.titles
 select * from lake.silver."movies$snapshots"
 select * from lake.silver."movies$files"
 select * from lake.silver."movies$properties"
 select * from lake.bronze."critic_agg$manifests"
 show columns from lake.silver.movies
 describe lake.silver.movies
 show create table lake.silver.movies
 show stats for lake.silver.movies
 show tables from lake.silver
 show tables from lake.audit
 show tables from lake_rw.gold
 select * from lake_rw.gold.movies_unified
 select * from system.runtime.queries
 select * from system.runtime.nodes
 select * from system.runtime.tasks
 select * from system.metadata.catalogs
 select * from system.metadata.table_properties
 explain select * from lake.silver.movies
"""


def statements(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def column(rows: list[list[Any]]) -> set[Any]:
    return {row[0] for row in rows}


def refusal(stack: Stack, user: str, statement: str) -> str:
    try:
        stack.sql(user, statement)
    except TrinoQueryError as error:
        return str(error.error_name)
    return "done"


def test_people_read_the_movies(stack: Stack) -> None:
    for user in ("analyst", "bi", "metabase", "admin"):
        assert stack.sql(user, f"select movie_title from {MOVIES} where movie_title = 'Toy Story'") == [["Toy Story"]]


def test_bi_sees_gold_and_the_record_of_deliveries_and_nothing_else(stack: Stack) -> None:
    assert column(stack.sql("bi", "show catalogs")) == {"lake", "system"}
    assert column(stack.sql("bi", "show schemas from lake")) <= SEEN_BY_BI
    assert column(stack.sql("bi", "show tables from lake.bronze")) == {"deliveries"}
    for table in ("tables", "columns", "views", "table_privileges"):
        seen = column(stack.sql("bi", f"select table_schema from lake.information_schema.{table}"))
        assert seen <= SEEN_BY_BI, table
    assert column(stack.sql("bi", "select schema_name from lake.information_schema.schemata")) <= SEEN_BY_BI


def test_metabase_has_the_rules_of_bi(stack: Stack) -> None:
    """So that whatever is tried below as bi holds for it, too."""
    for file in ("rules.json", "resource-groups.json"):
        rules = json.loads((ROOT / "trino" / file).read_text())
        named = [rule["user"] for rules in rules.values() for rule in rules if "user" in rule]
        assert named and all(("bi" in user.split("|")) == ("metabase" in user.split("|")) for user in named), file
    assert refusal(stack, "metabase", "select * from lake.silver.movies") == "PERMISSION_DENIED"


def test_tools_that_ask_for_metadata_are_told_of_these_only(stack: Stack) -> None:
    for listing in ("jdbc.schemas", "jdbc.tables", "jdbc.columns", "metadata.table_comments"):
        schema, catalog = (
            ("schema_name", "catalog_name") if listing.startswith("meta") else ("table_schem", "table_cat")
        )
        catalog = "table_catalog" if listing == "jdbc.schemas" else catalog
        rows = stack.sql("bi", f"select distinct {schema} from system.{listing} where {catalog} <> 'system'")
        assert {"gold"} <= column(rows) <= SEEN_BY_BI, listing
        assert column(stack.sql("bi", f"select distinct {catalog} from system.{listing}")) <= {"lake", "system"}


@pytest.mark.parametrize("statement", statements(HIDDEN_FROM_BI))
def test_bi_reads_nothing_else(stack: Stack, statement: str) -> None:
    assert refusal(stack, "bi", statement) in ("PERMISSION_DENIED", "TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND")


def test_nobody_but_dbt_and_admin_sees_working_tables(stack: Stack) -> None:
    assert {"bronze", "silver", "gold"} == column(stack.sql("analyst", "show schemas from lake")) - {
        "information_schema"
    }
    for table in ("audit.movies", "staging.stg_critic_agg", "matching.titles"):
        # Which are only there where Trino builds.
        stack.sql("dbt", f"create table if not exists {table} as select 1 as title_id", "lake_rw")
        for query in (f"select * from lake.{table}", f"select * from lake_rw.{table}"):
            assert refusal(stack, "analyst", query) == "PERMISSION_DENIED"
    working = {"audit", "staging", "matching"}
    assert working.isdisjoint(column(stack.sql("analyst", "select table_schema from lake.information_schema.tables")))
    assert working <= column(stack.sql("dbt", "show schemas from lake_rw", "lake_rw"))


@pytest.mark.parametrize("user", ["analyst", "bi"])
@pytest.mark.parametrize("statement", statements(CHANGES))
def test_people_change_nothing(stack: Stack, user: str, statement: str) -> None:
    before = stack.sql("admin", 'select count(*), max(made_current_at) from lake.gold."movies_unified$history"')
    assert refusal(stack, user, statement) != "done"
    assert stack.sql("admin", 'select count(*), max(made_current_at) from lake.gold."movies_unified$history"') == before


@pytest.mark.parametrize(
    "statement",
    [
        "delete from lake_rw.bronze.critic_agg",
        "drop table lake_rw.bronze.critic_agg",
        "create table lake_rw.bronze.x (a integer)",
        "alter table lake_rw.bronze.critic_agg execute expire_snapshots(retention_threshold => '30d')",
        "create schema lake_rw.x",
        "drop schema lake_rw.gold",
        "select * from lake.gold.movies_unified",
        "select * from system.runtime.queries",
    ],
)
def test_dbt_leaves_bronze_and_what_people_use_alone(stack: Stack, statement: str) -> None:
    assert refusal(stack, "dbt", statement) != "done"


def test_health_answers_for_trino_and_reads_nothing(stack: Stack) -> None:
    assert stack.sql("health", "values 1") == [[1]]
    for query in (f"select * from {MOVIES}", "select * from lake_rw.gold.movies_unified", "show schemas from system"):
        assert refusal(stack, "health", query) == "PERMISSION_DENIED"


@pytest.mark.parametrize("user", ["admin", "dbt", "analyst", "bi", "metabase", "health", "trino", "nobody"])
def test_a_wrong_password_opens_nothing(stack: Stack, user: str) -> None:
    for password in ("", user, "x" * 32, stack.secrets["trino_internal"], stack.secrets["s3_root"]):
        with pytest.raises(HttpError, match="401"):
            stack.sql_as(user, user, password, "select 1")


def test_nobody_speaks_for_somebody_else(stack: Stack) -> None:
    for login in ("admin", "dbt", "analyst", "bi"):
        for user in {"admin", "dbt", "analyst", "bi", "nobody"} - {login}:
            with pytest.raises((HttpError, TrinoQueryError), match=r"403|impersonate"):
                stack.sql_as(user, login, stack.secrets[f"trino_{login}"], "select 1")


def test_without_a_password_trino_tells_nothing(stack: Stack) -> None:
    endpoint = f"https://localhost:{stack.trino_port}"
    for path in ("/v1/query", "/v1/node", "/v1/resourceGroupState/people", "/v1/thread", "/metrics", "/v1/jmx/mbean"):
        assert stack.session().get(endpoint + path).status_code in (401, 403, 404), path
    assert stack.session().post(f"{endpoint}/v1/statement", data="select 1").status_code == 401
    for spoofed in ({"X-Trino-User": "admin"}, {"X-Trino-Internal-Bearer": "x"}, {"X-Forwarded-Proto": "https"}):
        assert stack.session().post(f"{endpoint}/v1/statement", data="select 1", headers=spoofed).status_code in (
            401,
            406,
        )


def test_people_are_not_shown_the_queries_of_others(stack: Stack) -> None:
    mark = uuid.uuid4().hex
    stack.sql("dbt", f"select '{mark}'", "lake_rw")
    for user in ("analyst", "bi"):
        assert mark not in stack.trino_page(user, "/v1/query").text
    [query] = [each["queryId"] for each in stack.trino_page("admin", "/v1/query").json() if mark in each["query"]]
    assert stack.trino_page("bi", f"/v1/query/{query}").status_code == 403


@pytest.mark.parametrize("endpoint", ["trino", "s3"])
def test_without_tls_the_endpoints_say_nothing(stack: Stack, endpoint: str) -> None:
    port = stack.trino_port if endpoint == "trino" else stack.s3_port
    for path in ("/v1/info", "/v1/statement", "/landing"):
        with socket.create_connection(("localhost", port), timeout=30) as plain:
            plain.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda: plain.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 400") or not answer.startswith(b"HTTP"), answer


@pytest.mark.parametrize("endpoint", ["trino", "s3"])
def test_the_endpoints_are_known_by_our_certificate_only(stack: Stack, endpoint: str) -> None:
    address = f"https://localhost:{stack.trino_port if endpoint == 'trino' else stack.s3_port}/v1/info"
    assert stack.session().get(address).status_code
    strict = requests.Session()
    strict.trust_env = False
    with pytest.raises(requests.exceptions.SSLError):
        strict.get(address)


def test_a_client_that_sends_no_name_is_shown_our_certificate(stack: Stack) -> None:
    """Java's clients send none for `localhost`."""
    ours = ssl.create_default_context(cadata=stack.credentials["ca"])
    ours.check_hostname = False
    with (
        socket.create_connection(("localhost", stack.trino_port), timeout=30) as plain,
        ours.wrap_socket(plain) as endpoint,
    ):
        assert ("DNS", "localhost") in endpoint.getpeercert()["subjectAltName"]  # type: ignore[index]


def test_dbt_has_room_of_its_own(stack: Stack) -> None:
    for user in ("dbt", "bi", "health"):  # Trino remembers queries for a minute
        stack.sql(user, "select 1")
    groups = dict(
        stack.sql(
            "admin",
            'select distinct "user", resource_group_id from system.runtime.queries where resource_group_id is not null',
        )
    )
    assert groups.items() >= {"dbt": ["dbt"], "bi": ["people", "bi"], "health": ["health"]}.items()
