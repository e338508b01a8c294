import os
import re
from pathlib import Path

import pytest
import yaml
from sqlfmt.api import Mode, format_string

from ingest.common.errors import BadFile, MoviesError
from ingest.contracts import read_contract, read_contracts
from movies_lakehouse.build import generate
from movies_lakehouse.new_provider import add
from movies_lakehouse.new_provider.add import add_provider
from movies_lakehouse.new_provider.draft import draft
from movies_lakehouse.new_provider.sample import ROWS_SEEN, look
from movies_lakehouse.new_provider.texts import staging_model
from tests.journey.project import ROOT, copy_project
from tests.journey.support import call

FORMATTER = Mode(line_length=120, no_jinjafmt=True)  # as pyproject.toml has it
SAMPLE = "Movie;Year;Gross ($);stars;Studio;no\nUp;2009;1,200,000;4.5;Pixar;1\nRan;1985;;4;Toho;2\nno row\n"
CONTRACT = """\
provider: awards
about: Who is awards, and what does it tell about movies?
cadence: P7D  # guessed: how often is a delivery due? P7D, P2W, P1M
tables:
  awards:
    files: "awards*.csv"  # are its files called so? .gz may follow
    format: csv
    delimiter: ";"
    key: [movie, year]
    columns:
      movie: Title as the provider prints it.
      year: Year of first release.
      gross: Which amount is this, and is it in US dollars?
      stars: What is this figure, and which values can it have?
      studio: What does this text say?
      'no': What is this figure, and in which unit?
    renamed:
      Gross ($): gross
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project, which this process takes for the real one."""
    copy = copy_project(tmp_path / "project")
    monkeypatch.setattr(generate, "ROOT", copy)
    monkeypatch.setattr(add, "CONTRACTS", copy / "ingest/contracts")
    monkeypatch.setattr(add, "PROJECT", copy / "dbt")
    return copy


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "some prizes.csv"
    path.write_text(SAMPLE)
    return path


def files(project: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}


def test_what_is_written(project: Path, sample: Path) -> None:
    before = files(project)
    added = add_provider("awards", sample)
    after = files(project)
    assert {str(path.relative_to(project)) for path in after if before.get(path) != after[path]} == set(added.written)
    assert [path for path in added.written if project / path not in before] == [
        "ingest/contracts/awards.yml",
        "dbt/models/staging/stg_awards.sql",
        "dbt/models/staging/_stg_awards.yml",
        "dbt/models/silver/awards.sql",
        "dbt/models/silver/_awards.yml",
    ]
    assert (project / added.written[0]).read_text() == CONTRACT
    assert read_contract(project / added.written[0]).tables["awards"].columns_by_header["gross ($)"] == "gross"
    assert not generate.stale(read_contracts(project / "ingest/contracts"))
    for place in (1, 3):
        model = (project / added.written[place]).read_text()
        (described,) = yaml.safe_load((project / added.written[place + 1]).read_text())["models"]
        selected = model.rpartition("select")[2].partition("from")[0]
        origin = "_file, _line, _delivered_on, _loaded_at, _recency"
        columns = re.findall(r"\w+", selected.replace("{{ origin() }}", origin))
        assert [column["name"] for column in described["columns"]] == columns


def test_a_wrapped_file_with_ids_and_years_in_its_titles(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "awards.json"
    path.write_text('{"movies": [{"film": "Up (2009)", "id": "tt1049413"}, {"film": "Ran (1985)", "id": "tt0089881"}]}')
    added = add_provider("awards", path)
    assert "2 read, 2 loaded, 0 malformed" in added.checked.summary
    assert read_contract(project / added.written[0]).tables["awards"].identifiers == {"imdb": "id"}


def test_what_is_said(project: Path, sample: Path) -> None:
    text = "\n".join(add_provider("awards", sample).lines())
    for words in (
        "  written as: csv, utf-8, separated by ';'\n  title: 'Movie'\n  year: 'Year'\n  gross: amount\n",
        "awards  some prizes.csv  3 read, 2 loaded, 1 malformed (nothing was loaded: this was a check)\n  line 4: ",
        "title_sources.sql, above the first line `]) }}`:\n\n        'awards',\n",
        "\n            awards.gross_usd,\n            awards.stars,\n            awards.no,\n",
        "\n        data_type: decimal(5,2)\n",
    ):
        assert text.count(words) == 1, words
    assert "studio" not in text.partition("by hand")[2]


@pytest.mark.parametrize(
    ("name", "sample"), [("critic_agg", "critic_agg.csv"), ("audience_pulse", "audience_pulse.json")]
)
def test_a_staging_model_is_guessed_as_people_wrote_it(name: str, sample: str) -> None:
    made = draft(name, look(ROOT / "examples/pixar" / sample), set(), set(), (None, None))
    assert staging_model(made) == (ROOT / f"dbt/models/staging/stg_{name}.sql").read_text()


@pytest.mark.parametrize("figures", [0, 1, 3, 6])
def test_a_staging_model_is_written_as_the_formatter_writes_it(tmp_path: Path, figures: int) -> None:
    header = ["title", "year", *(f"figure_of_some_length_{number}" for number in range(figures))]
    path = tmp_path / "awards.csv"
    path.write_text(f"{','.join(header)}\nUp,2009{',1' * figures}\n")
    model = staging_model(draft("awards", look(path), set(), set(), (None, None)))
    assert format_string(model, FORMATTER) == model


def test_there_is_a_line_for_everything_to_paste(project: Path, sample: Path) -> None:
    for paste in add_provider("awards", sample).manual_steps:
        lines = [line.strip() for line in (project / paste.file).read_text().splitlines()]
        # Among gold's promises two tables have such a column, and movies_unified comes first.
        assert lines.count(paste.above) == 1 + (paste.above == "- name: providers"), paste


# Name, sample, options, words of the message.
QUARANTINE: dict[str, tuple[str, str, dict[str, str], str]] = {
    "no name": ("New Prizes", SAMPLE, {}, "'New Prizes' cannot be a provider's name; take small letters"),
    "a digit first": ("4awards", SAMPLE, {}, "cannot be a provider's name"),
    "a way out": ("../awards", SAMPLE, {}, "cannot be a provider's name"),
    "a provider": ("box_office", SAMPLE, {}, "the name 'box_office' is taken by a contract; choose another one"),
    "a table": ("box_office_domestic", SAMPLE, {}, "is taken by a contract"),
    "a table of bronze": ("deliveries", SAMPLE, {}, "is taken by a table of bronze itself"),
    "a word of DuckDB": ("window", SAMPLE, {}, "is taken by SQL, or gold's model"),
    "a word of Trino": ("values", SAMPLE, {}, "is taken by SQL, or gold's model"),
    "a word of gold": ("movies", SAMPLE, {}, "is taken by SQL, or gold's model"),
    "files of another": ("critic_agg_new", SAMPLE, {}, "files called critic_agg_new*.csv and those of critic_agg"),
    "another's files": ("critic", SAMPLE, {}, "files called critic*.csv and those of critic_agg"),
    "empty": ("awards", "", {}, "some prizes.csv: empty file"),
    "no title": ("awards", "a,b\n1,2009\n", {}, "some prizes.csv: no column could be the title"),
    "no such column": ("awards", SAMPLE, {"title": "Movi"}, "--title 'Movi' is no column; did you mean 'Movie'?"),
    "broken far down": (
        "awards",
        "title,year\n" + "Up,2009\n" * ROWS_SEEN + "x\n" * ROWS_SEEN,
        {},
        f"quarantined: line {ROWS_SEEN + 2}: 1 field instead of 2, the first of {ROWS_SEEN} malformed records",
    ),
}


@pytest.mark.parametrize(("name", "content", "options", "says"), QUARANTINE.values(), ids=QUARANTINE.keys())
def test_what_is_refused_writes_nothing(
    project: Path, sample: Path, name: str, content: str, options: dict[str, str], says: str
) -> None:
    sample.write_text(content)
    before = files(project)
    with pytest.raises(MoviesError) as error:
        add_provider(name, sample, **options)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
    assert files(project) == before


@pytest.mark.parametrize(
    "path",
    ["ingest/contracts/awards.yml", "dbt/models/staging/stg_awards.sql", "dbt/models/staging/_stg_awards.yml"],
)
def test_files_that_are_there_stay(project: Path, sample: Path, path: str) -> None:
    # A contract is taken by what it says, whatever its file is called.
    (project / path).write_text(CONTRACT.replace("awards", "prizes"))
    before = files(project)
    with pytest.raises(MoviesError, match=f"{path} is there already; remove it, or choose another name"):
        add_provider("awards", sample)
    assert files(project) == before


@pytest.mark.parametrize("time", range(1, 7))
def test_a_failure_half_way_leaves_nothing_behind(
    project: Path, sample: Path, monkeypatch: pytest.MonkeyPatch, time: int
) -> None:
    before, replace, calls = files(project), os.replace, []

    def failing(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == time:
            raise OSError("no room")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="no room"):
        add_provider("awards", sample)
    assert files(project) == before


def test_the_options_go_before_the_guesses(project: Path, sample: Path) -> None:
    sample.write_text(SAMPLE.replace(";1\n", ";2010\n").replace(";2\n", ";1986\n"))
    add_provider("awards", sample, title="studio", year="no")
    assert "    key: [studio, 'no']\n" in (project / "ingest/contracts/awards.yml").read_text()


def test_the_command_ends_in_one_line(tmp_path: Path) -> None:
    result = call("new-provider", "New Prizes", "--from", str(tmp_path / "gone.csv"))
    assert (result.exit_code, result.out) == (1, "")
    assert result.error().startswith("'New Prizes' cannot be a provider's name")
    assert call("new-provider", "awards", "--from", str(tmp_path / "gone.csv")).error().endswith("run it again")
    (tmp_path / "page.csv").write_text("<html>")
    result = call("new-provider", "awards", "--from", str(tmp_path / "page.csv"))
    assert result.exit_code == BadFile.exit_code
