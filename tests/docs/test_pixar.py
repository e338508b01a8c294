"""The Pixar example gives what its page and the README say."""

import re
import shlex

import pytest

from tests.docs.pages import README, ROOT, commands, prose
from tests.journey.support import Movies

EXAMPLE = ROOT / "examples" / "pixar"
CONFLICT = re.compile(r"^\| (.+) \((\d{4})\) \| ([\d,]+) \| ([\d,]+) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def movies(tmp_path_factory: pytest.TempPathFactory) -> Movies:
    movies = Movies(tmp_path_factory.mktemp("pixar"))
    for arguments in (("ingest", str(EXAMPLE)), ("transform",)):
        result = movies(*arguments)
        assert (result.exit_code, result.err) == (0, "")
    return movies


def test_each_of_31_movies_is_known_to_all_providers(movies: Movies) -> None:
    assert movies.values("select providers from gold.movies_unified") == [3] * 31


def test_conflicts_are_those_of_the_page(movies: Movies) -> None:
    listed = [
        (title, int(year), int(audience.replace(",", "")), int(office.replace(",", "")))
        for title, year, audience, office in CONFLICT.findall(prose(EXAMPLE / "README.md"))
    ]
    assert len(listed) == 5
    assert listed == movies.rows(
        "select movie_title, release_year, other_value, taken_value from gold.provider_conflicts "
        "where (fact, taken_from, other_provider) = ('domestic_box_office_gross_usd', 'box_office', 'audience_pulse') "
        "order by release_year"
    )
    assert movies.values("select count(*) from gold.provider_conflicts") == [5]


def test_figure_of_the_readme_is_traced_to_its_line(movies: Movies) -> None:
    (query,) = (shlex.split(line)[2] for line in commands(README, "movies") if "_domestic_line" in line)
    assert movies.rows(query) == [("box_office_domestic.csv", 2)]
