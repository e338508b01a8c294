"""The stack's own upkeep: few large files with the same rows, beside all that reads and writes them."""

import json

from tests.stack.providing import Provider
from tests.stack.support import Stack

DELIVERIES = 12


def maintain(stack: Stack) -> dict[str, dict[str, object]]:
    """What its log says of each table that it changed."""
    command = ("python", "-m", "movies_lakehouse.upkeep.service", "--once")
    lines = stack.compose("run", "--rm", "-T", "maintenance", *command).splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    return {each["table"]: each for each in told}


def files(stack: Stack, table: str) -> int:
    return int(stack.sql("analyst", f'select count(*) from bronze."{table}$files"')[0][0])


def test_small_files_become_one_and_a_delivery_stays_known(stack: Stack, provider: Provider) -> None:
    for number in range(DELIVERIES):
        provider.put(f"{number:02}.csv", f"Film {number}")
    provider.wait()
    before, of_all = provider.rows(), stack.sql("analyst", "select count(*) from bronze.deliveries")
    done = maintain(stack)
    table = "bronze.critic_agg"
    assert int(str(done[table]["small_files_compacted"])) >= DELIVERIES
    assert files(stack, "critic_agg") == 1
    assert sorted(provider.rows()) == sorted(before)
    assert stack.sql("analyst", "select count(*) from bronze.deliveries") == of_all
    again = maintain(stack)
    # A build may have come between, and left its tables something to do.
    assert table not in again and not any(each.get("problem") for each in again.values())
    provider.put("00.csv", "Film 0")
    provider.wait()
    assert sorted(provider.rows()) == sorted(before)
