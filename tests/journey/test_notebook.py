"""examples/explore.ipynb runs from the first cell to the last, and draws a chart for each of its questions."""

from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.journey import hostile_movies
from tests.journey.project import ROOT
from tests.journey.support import Movies

pytestmark = pytest.mark.slow

CHARTS = 5


def run(lake: Path, runtime: str, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Outputs of all cells; the error of the first cell that fails is raised."""
    monkeypatch.setenv("MOVIES_LAKE", str(lake))
    monkeypatch.setenv("MOVIES_RUNTIME", runtime)
    # Of a folder of its own: what Jupyter keeps for people is left alone.
    monkeypatch.setenv("IPYTHONDIR", str(lake.parent / "ipython"))
    notebook = nbformat.read(ROOT / "examples" / "explore.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(lake.parent)}}).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_the_notebook_draws_movies_with_any_titles(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    assert movies.ingest(hostile_movies.FILES).exit_code == 0
    assert movies("transform").exit_code == 0
    outputs = run(movies.lake_folder, "embedded", monkeypatch)
    assert "7 movies, " in outputs[0]["text"] and "by the embedded runtime" in outputs[0]["text"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == CHARTS
    shown = "".join(output.get("data", {}).get("text/html", "") for output in outputs)
    assert hostile_movies.FORMULA in unescape(shown)
    assert "<img" not in shown and "<script" not in shown
