"""All tables of a build appear together: to whoever asks the catalog, after a kill, and when another was quicker."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from minio.commonconfig import CopySource

from movies_lakehouse.lake.stack import StackLake
from tests.stack.providing import Provider, built, wait_until
from tests.stack.support import ROOT, Stack

PUBLISHES = 30
TABLES = ("gold.together_a", "gold.together_b")
# In the dbt service's container, with its rights: publishes as a build does, without dbt.
HERE = """
import contextlib, json, sys, threading
from ingest.common.settings import Settings, StoreSettings, read_settings
from movies_lakehouse.build.publish import publish
from movies_lakehouse.lake.rest import RestLake
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError
from sqlalchemy import text

TABLES = "gold.together_a", "gold.together_b"
lake = RestLake(Settings(lake="/tmp/lake"), read_settings(StoreSettings))

def put(lake, name, n):
    built = lake.folder / f"{name}.parquet"
    with lake.database() as connection:
        connection.execute(f"copy (select {n} as n) to '{built}' (format parquet, field_ids {{n: 1}})")
        publish(lake, connection, name, built, {})

def put_all(n):
    with lake.commit_together():
        for name in TABLES:
            put(lake, name, n)

def rows():
    return [lake.catalog.load_table(name).scan().to_arrow()["n"].to_pylist() for name in TABLES]

def tell(answer):
    json.dump(answer, sys.stdout)
"""
NEW_TABLES = """
with lake.commit_together():
    put(lake, TABLES[0], 0)
    put(lake, TABLES[1], 0)
    there = [lake.catalog.table_exists(name) for name in TABLES]
tell([there, [lake.catalog.table_exists(name) for name in TABLES], rows()])
"""
# Each publish is one commit to each table, and its number is the first thing in the name of the metadata file.
WATCHED = """
def pointers():
    with lake.catalog.engine.connect() as connection:
        while not done.is_set():
            with connection.begin():
                found = connection.execute(text(
                    "select split_part(metadata_location, '/metadata/', 2) from iceberg_tables"
                    " where table_namespace = 'gold' and table_name in ('together_a', 'together_b')"
                ))
                seen.append([name.split("-")[0] for name in found.scalars()])

done, seen = threading.Event(), []
# Opened once, before two threads ask for it.
lake.catalog
reader = threading.Thread(target=pointers)
reader.start()
for n in range(1, given + 1):
    put_all(n)
done.set()
reader.join()
tell({"seen": len(seen), "torn": sum(a != b for a, b in seen), "builds": len({a for a, b in seen}), "rows": rows()})
"""
MOVED = """
put_all(100)
try:
    with lake.commit_together():
        for name in TABLES:
            put(lake, name, 101)
        put(RestLake(Settings(lake="/tmp/other"), lake.store), TABLES[1], 7)
except CommitFailedException as error:
    refused = str(error), rows()
put_all(102)
tell([*refused, rows()])
"""
PUT_ALL = """
put_all(given)
tell(None)
"""
MANY = """
numbers, together = given
for n in range(*numbers):
    with lake.commit_together() if together else contextlib.nullcontext():
        for name in TABLES:
            put(lake, name, n)
tell(None)
"""
DROPPED = """
for name in TABLES:
    with contextlib.suppress(NoSuchTableError):
        lake.catalog.drop_table(name)
tell(None)
"""
POINTERS = "select table_name, metadata_location from iceberg_tables where table_namespace = 'gold' order by 1"
PUBLISHERS = "select count(*) from pg_stat_activity where usename = 'dbt'"
WAITING = f"{PUBLISHERS} and wait_event_type = 'Lock'"
HELD = "select count(*) from pg_stat_activity where usename = 'postgres' and state = 'idle in transaction'"
# In the middle of what a build publishes.
TABLE = "table_namespace = 'gold' and table_name = 'movies_unified'"


def inside(stack: Stack, script: str, given: object = None) -> Any:
    """What a script tells that has the dbt service's rights and place."""
    answer = stack.exec("dbt", "with-env.sh", "python", "-c", f"{HERE}\ngiven = {given!r}\n{script}")
    return json.loads(answer)


def psql(stack: Stack, query: str) -> str:
    return stack.exec("postgres", "psql", "-qAt", "-U", "postgres", "-d", "catalog", "-c", query).strip()


@pytest.fixture(scope="module")
def two_tables(stack: Stack) -> Iterator[None]:
    assert inside(stack, NEW_TABLES) == [[False, False], [True, True], [[0], [0]]]
    yield
    inside(stack, DROPPED)


@pytest.mark.usefixtures("two_tables")
def test_a_reader_of_the_catalog_never_sees_two_builds(stack: Stack) -> None:
    told = inside(stack, WATCHED, PUBLISHES)
    assert (told["torn"], told["rows"]) == (0, [[PUBLISHES], [PUBLISHES]])
    assert told["builds"] > PUBLISHES // 2


@pytest.mark.usefixtures("two_tables")
def test_a_table_that_moved_meanwhile_refuses_all(stack: Stack) -> None:
    refusal = "gold.together_b: another process has changed it"
    assert inside(stack, MOVED) == [refusal, [[100], [7]], [[102], [102]]]


@pytest.mark.usefixtures("two_tables")
def test_trino_serves_at_once_what_was_published(stack: Stack) -> None:
    for n in (200, 201):
        inside(stack, PUT_ALL, n)
        assert stack.sql("bi", f"select a.n, b.n from {TABLES[0]} a cross join {TABLES[1]} b") == [[n, n]]


@pytest.mark.usefixtures("two_tables")
@pytest.mark.parametrize("together, first", [(True, 1000), (False, 2000)])
def test_a_query_in_trino_finds_both_tables_whole(stack: Stack, together: bool, first: int) -> None:
    """Trino loads the tables of a query one by one; how many queries saw two builds is in docs/operations.md."""
    inside(stack, PUT_ALL, first)
    given = ((first + 1, first + 1 + PUBLISHES), together)
    publisher = Thread(target=inside, args=(stack, MANY, given))
    publisher.start()
    seen = []
    while publisher.is_alive():
        [pair] = stack.sql("bi", f"select a.n, b.n from {TABLES[0]} a cross join {TABLES[1]} b")
        seen.append(pair)
    assert len({a for a, _ in seen}) > 2
    print(f"together: {together}; {sum(a != b for a, b in seen)} of {len(seen)} queries saw two builds")


@pytest.mark.usefixtures("two_tables")
def test_others_commit_upon_what_was_published_and_it_upon_theirs(stack: Stack) -> None:
    def snapshots() -> int:
        return len(stack.sql("analyst", f'select snapshot_id from gold."{TABLES[0].split(".")[1]}$snapshots"'))

    inside(stack, PUT_ALL, 300)
    before = snapshots()
    stack.sql("dbt", f"insert into {TABLES[0]} values 301", catalog="lake_rw")
    assert stack.sql("bi", f"select n from {TABLES[0]} order by n") == [[300], [301]]
    inside(stack, PUT_ALL, 302)
    assert stack.sql("bi", f"select n from {TABLES[0]}") == [[302]]
    assert snapshots() == before + 2


@contextmanager
def held(stack: Stack) -> Iterator[Callable[[str], None]]:
    """Somebody is just changing a table of gold, so that a publish waits in the middle. Gives a way to change it."""
    command = ["docker", "compose", "-p", stack.project, "exec", "-T", "postgres", "psql", "-qAt", "-U", "postgres"]
    with subprocess.Popen([*command, "-d", "catalog"], cwd=ROOT, stdin=subprocess.PIPE, text=True) as holder:
        stdin = holder.stdin
        assert stdin

        def send(statements: str) -> None:
            stdin.write(f"{statements}\n")
            stdin.flush()

        send(f"begin; select from iceberg_tables where {TABLE} for update;")
        wait_until(lambda: psql(stack, HELD) == "1")
        # Without a commit its end takes everything back.
        yield send


def is_in_gold(lake: StackLake, start: str) -> bool:
    return bool(lake.rows(f"select movie_id from gold.movies_unified where movie_title like '{start}%'"))


def test_killed_in_the_middle_of_publishing_all_is_old(stack: Stack, stack_lake: StackLake, provider: Provider) -> None:
    built(stack_lake)
    before = psql(stack, POINTERS)
    with held(stack):
        start = provider.put_movies()
        wait_until(lambda: psql(stack, WAITING) == "1")
        stack.compose("kill", "--signal", "KILL", "dbt")
    wait_until(lambda: psql(stack, PUBLISHERS) == "0")
    assert psql(stack, POINTERS) == before
    stack.compose("start", "dbt")
    assert built(stack_lake)["status"] == "built"
    assert is_in_gold(stack_lake, start)


def test_a_build_that_was_refused_is_done_again(stack: Stack, stack_lake: StackLake, provider: Provider) -> None:
    built(stack_lake)
    with held(stack) as send:
        start = provider.put_movies()
        wait_until(lambda: psql(stack, WAITING) == "1")
        send(f"update iceberg_tables set metadata_location = '{copied(stack)}' where {TABLE}; commit;")
    wait_until(lambda: "gold.movies_unified: another process has changed it" in stack.log("dbt"))
    wait_until(lambda: is_in_gold(stack_lake, start))
    assert built(stack_lake)["status"] == "built"


def copied(stack: Stack) -> str:
    """The table's metadata file under another name, as a commit that changes nothing would leave it."""
    location = psql(stack, f"select metadata_location from iceberg_tables where {TABLE}")
    bucket, _, key = location.removeprefix("s3://").partition("/")
    copy = key.replace(".metadata.json", "-copy.metadata.json")
    stack.s3("root").copy_object(bucket, copy, CopySource(bucket, key))
    return f"s3://{bucket}/{copy}"
