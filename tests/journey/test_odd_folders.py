"""The main job in a folder whose name means something to one of the tools that see it."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.journey.support import Movies

DATA = Path(__file__).parents[1] / "data" / "three_movies"
# DuckDB takes such folders for columns of the files below them.
COLUMNS = "movie_title=X/release_year=1900/film_name=Y/movie_id=Z/_line=0/value=1"


def run(movies: Movies) -> str:
    movies.folder.mkdir(parents=True, exist_ok=True)
    with patch.dict(os.environ, OUT=str(movies.out)):
        result = movies("run", str(DATA / "input.yaml"))
    assert (result.exit_code, result.err) == (0, "")
    return result.out


@pytest.mark.slow
def test_folders_that_look_like_columns_change_no_figure(tmp_path: Path) -> None:
    usual, odd = Movies(tmp_path / "usual"), Movies(tmp_path / COLUMNS)
    run(usual)
    run(odd)
    assert odd.content() == usual.content()
    assert odd.csvs() == usual.csvs()
    assert "nothing was built, nothing was published" in run(odd)
