"""Charts of Superset as questions for Metabase: the same SQL, and places that do not overlap."""

import re
from itertools import combinations

import pytest
import sqlglot
from sqlglot import exp

from movies_lakehouse.outputs.metabase.questions import Question, read_dashboard
from movies_lakehouse.outputs.metabase.sql import Filter, query_sql

GAP = re.compile(r"\[\[(.*?)\]\]")
DATASET = {
    "table_name": "movies_unified",
    "catalog": "lake",
    "schema": "gold",
    "columns": [
        {"column_name": "movie_title", "verbose_name": 'The "movie"'},
        {"column_name": "gap", "expression": "abs(critics - audience)"},
    ],
    "metrics": [{"metric_name": "movies", "verbose_name": "Movies", "expression": "count(*)"}],
}
QUESTIONS = read_dashboard().questions


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_parses_with_and_without_its_filters(question: Question) -> None:
    for sql in (GAP.sub("", question.sql), re.sub(r"\{\{\w+\}\}", "'x'", GAP.sub(r"\1", question.sql))):
        answer = sqlglot.parse_one(sql, read="trino")
        assert isinstance(answer, exp.Select)
        axes = [name for key in ("graph.dimensions", "graph.metrics") for name in question.settings.get(key, [])]
        assert set(axes) <= set(answer.named_selects)


def test_places_do_not_overlap_nor_leave_the_page() -> None:
    for one, other in combinations([question.place for question in QUESTIONS], 2):
        beside = one["col"] + one["size_x"] <= other["col"] or other["col"] + other["size_x"] <= one["col"]
        assert beside or one["row"] + one["size_y"] <= other["row"] or other["row"] + other["size_y"] <= one["row"]
    assert max(question.place["col"] + question.place["size_x"] for question in QUESTIONS) == 24


def test_the_question_that_no_filter_reaches_has_no_gap() -> None:
    [unfiltered] = [question for question in QUESTIONS if not question.filters]
    assert unfiltered.name.startswith("Which providers know how many movies (all of them")
    assert "{{" not in unfiltered.sql


def test_rows_are_asked_for_as_superset_does() -> None:
    query = {
        "columns": ["movie_title"],
        "filters": [{"col": "gap", "op": ">", "val": 5}, {"col": "movie_title", "op": "!=", "val": "Ocean's"}],
        "extras": {"where": "gap < 9", "having": ""},
        "orderby": [["gap", False], ["movie_title", True]],
        "row_limit": 10,
    }
    title = Filter("movie_title", "Title", is_number=False)
    assert query_sql(query, DATASET, [title]).splitlines() == [
        'select "movie_title" as "The ""movie"""',
        "from lake.gold.movies_unified",
        "where true",
        "    and (abs(critics - audience)) > 5",
        "    and \"movie_title\" <> 'Ocean''s'",
        "    and (gap < 9)",
        '    [[and strpos(lower("movie_title"), lower({{movie_title}})) > 0]]',
        "order by (abs(critics - audience)) desc, 1",
        "limit 10",
    ]


def test_groups_are_summed_up_as_superset_does() -> None:
    size = {"expressionType": "SIMPLE", "aggregate": "MAX", "column": {"column_name": "gap"}, "label": "Largest gap"}
    query = {"columns": ["movie_title"], "metrics": ["movies", size], "orderby": [[size, False]], "row_limit": 3}
    of_a_query = DATASET | {"sql": "select 1 as gap", "table_name": "gaps"}
    assert query_sql(query, of_a_query, []).splitlines() == [
        'select "movie_title" as "The ""movie""", (count(*)) as "Movies", MAX("gap") as "Largest gap"',
        "from (",
        "select 1 as gap",
        ') as "gaps"',
        "where true",
        "group by 1",
        "order by 3 desc",
        "limit 3",
    ]
