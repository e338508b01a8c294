"""What the stack gives to Metabase, which itself does not run here: its server is stood in for in the unit tests."""

import re

import pytest

from movies_lakehouse.outputs.metabase.questions import Question, read_dashboard
from tests.stack.support import Stack

GAP = re.compile(r"\[\[(.*?)\]\]")
CHOSEN = {"release_year": "2019", "providers": "3", "budget_class": "'$200m'", "movie_title": "'toy'"}
# The two that say something, however narrowly a single movie is chosen.
ONE_MOVIE, COUNTED = "Every movie with its figures and the provider of each", "Movies"


def filtered(question: Question) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda tag: CHOSEN[tag[1]], GAP.sub(r"\1", question.sql))


def test_trino_answers_every_question_to_the_user_of_metabase(stack: Stack) -> None:
    for question in read_dashboard().questions:
        assert stack.sql("metabase", GAP.sub("", question.sql)), question.name


def test_filters_choose_a_part_of_the_title_and_of_the_class_and_a_number(stack: Stack) -> None:
    found = {each.name: stack.sql("metabase", filtered(each)) for each in read_dashboard().questions if each.filters}
    assert [row[0] for row in found[ONE_MOVIE]] == ["Toy Story 4"]
    assert found[COUNTED] == [[1]]


@pytest.mark.parametrize("time", ["first", "again"])
def test_metabase_has_a_database_of_its_own_and_no_other(stack: Stack, time: str) -> None:
    stack.compose("--profile", "metabase", "run", "--rm", "--no-deps", "-T", "metabase-database")
    script = "PGPASSWORD=$0 psql -At -h 127.0.0.1 -U metabase -d $1 -c 'select current_user' 2>&1 || true"
    told = [
        stack.exec("postgres", "sh", "-c", script, stack.secrets["postgres_metabase"], database)
        for database in ("metabase", "catalog")
    ]
    assert told[0].strip() == "metabase"
    assert "permission denied" in told[1]
