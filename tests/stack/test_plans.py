"""How Trino works matching out: by hash joins alone, which a million names need."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.common.settings import TrinoEndpoint
from movies_lakehouse.build.run import build
from movies_lakehouse.lake.stack import StackLake
from tests.parity.deliveries import TABLES
from tests.spec.dbt_project import invoke
from tests.stack.support import Stack

# Matching, from a provider's rows to its movies.
MODELS = [
    "titles",
    "match_keys",
    "title_variants",
    "candidate_pairs",
    "pairs_named_apart",
    "match_decisions",
    "title_links",
    "movie_matches",
    "critic_agg",
    "box_office_metrics",
]
# Steps that give the rows that they get.
PASSING_ON = {"LocalExchange", "RemoteSource", "Project"}
Step = dict[str, Any]


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")  # in macros of dbt-trino
def test_matching_joins_on_equal_keys(
    stack: Stack, as_dbt: TrinoEndpoint, stack_lake: StackLake, tmp_path: Path
) -> None:
    build(stack_lake, TABLES)
    answer = invoke(tmp_path, "compile", "--select", *MODELS, "--target", "stack")
    nodes = [result.node for result in answer.result.results]
    compiled = {node.name: node.compiled_code for node in nodes if node.resource_type == "model"}
    assert compiled.keys() == set(MODELS)
    plans = {name: plan(stack, sql) for name, sql in compiled.items()}
    assert {name: slow for name, steps in plans.items() if (slow := [each for each in steps if is_slow(each)])} == {}
    assert all(any("Join" in each["name"] for each in plans[name]) for name in MODELS)


def test_a_join_of_any_with_any_would_be_noticed(stack: Stack) -> None:
    names = "select one.title_id from matching.titles as one join matching.titles as other on"
    assert not any(map(is_slow, plan(stack, f"{names} one.title_id = other.title_id")))
    assert any(map(is_slow, plan(stack, f"{names} one.title_id < other.title_id")))
    assert any(map(is_slow, plan(stack, f"{names.replace(' join', ' left join')} one.title < other.title")))
    all_titles = "(select count(distinct title) as titles from matching.titles) as other"
    assert not any(map(is_slow, plan(stack, f"select titles from matching.titles as one cross join {all_titles}")))


def plan(stack: Stack, sql: str) -> list[Step]:
    """Every step of Trino's plan for a query."""
    [[text]] = stack.sql("dbt", f"explain (type logical, format json) {sql}", catalog="lake_rw")
    fragments: dict[str, Step] = json.loads(text)
    return list(steps(whole(fragments["0"], fragments)))


def whole(step: Step, fragments: dict[str, Step]) -> Step:
    """The step with all that comes before it, also where another node does that."""
    elsewhere = re.findall(r"\d+", step["descriptor"].get("sourceFragmentIds", ""))
    sources = [*step["children"], *(fragments[number] for number in elsewhere)]
    return step | {"children": [whole(source, fragments) for source in sources]}


def steps(step: Step) -> Iterator[Step]:
    yield step
    for each in step["children"]:
        yield from steps(each)


def is_slow(step: Step) -> bool:
    """Whether it compares any row with any; a list that the query spells out is short, and a total is one row."""
    if "Join" not in step["name"]:
        return False
    spelled_out = [
        all(leaf["name"] == "Values" for leaf in steps(side) if not leaf["children"]) for side in step["children"]
    ]
    return not step["descriptor"].get("criteria") and not any(spelled_out) and not any(map(is_total, step["children"]))


def is_total(step: Step) -> bool:
    while step["name"] in PASSING_ON and len(step["children"]) == 1:
        (step,) = step["children"]
    is_aggregate: bool = step["name"] == "Aggregate"
    return is_aggregate and not step["descriptor"].get("keys")
