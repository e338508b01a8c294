from pathlib import Path

import pytest
import yaml

from ingest.bronze.origin import ORIGIN
from ingest.contracts import read_contracts
from movies_lakehouse.build import generate
from tests.unit.movies_lakehouse.support import contract

CONTRACTS = [contract("critics"), contract("office", "office_home", "office_abroad", cadence="P1M")]
README = "# Movies\n\n<!-- providers -->\nold\n<!-- /providers -->\nrest\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own to write to."""
    for folder in ("dbt/models/bronze", "dbt/macros"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "README.md").write_text(README)
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    return tmp_path


def stale(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The files that --check complains of."""
    code = generate.main(["--check"])
    lines = capsys.readouterr().err.splitlines()
    assert code == bool(lines)
    assert all(line.endswith(" is not current; run: make generate") for line in lines)
    return [line.split(" is ")[0] for line in lines]


def test_a_stale_file_is_noticed_and_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = ["dbt/models/bronze/_sources.yml", "dbt/macros/contracts.sql", "README.md"]
    assert stale(capsys) == files
    assert (root / "README.md").read_text() == README
    assert generate.main([]) == 0
    assert stale(capsys) == []
    for name in files:
        text = (root / name).read_text()
        (root / name).write_text(text.replace("critic_agg", "critic"))
        assert stale(capsys) == [name]
        generate.main([])
        assert (root / name).read_text() == text
    (root / files[0]).unlink()
    assert stale(capsys) == files[:1]


def test_a_current_file_is_not_touched(root: Path) -> None:
    generate.main([])
    paths = list(generate.generated(read_contracts()))
    before = [path.stat().st_mtime_ns for path in paths]
    generate.main([])
    assert [path.stat().st_mtime_ns for path in paths] == before


def test_the_readme_keeps_what_is_around_the_table(root: Path) -> None:
    text = generate.generated(CONTRACTS)[root / "README.md"]
    assert text.startswith("# Movies\n\n<!-- providers -->\n| provider | file |")
    assert text.endswith("| 30 days |\n<!-- /providers -->\nrest\n")
    assert text.splitlines()[5] == "| critics | `critics*.csv` | `bronze.critics` | title, year | 7 days |"
    assert [line.split(" | ")[2] for line in text.splitlines()[6:8]] == [
        "`bronze.office_home`",
        "`bronze.office_abroad`",
    ]


def test_sources_are_the_contracts() -> None:
    (source,) = yaml.safe_load(generate.sources(CONTRACTS))["sources"]
    assert (source["name"], source["schema"]) == ("bronze", "bronze")
    assert source["description"]
    assert [(table["name"], table["freshness"]["warn_after"]["count"]) for table in source["tables"]] == [
        ("critics", 7),
        ("office_home", 30),
        ("office_abroad", 30),
    ]
    columns = source["tables"][0]["columns"]
    assert [column["name"] for column in columns] == ["title", "year", *ORIGIN]
    assert columns[0]["description"] == "Title."


def test_macros_name_tables_providers_and_cadences() -> None:
    text = generate.macros(CONTRACTS)
    for words in ("'critics': 'critics',", "'office_abroad': 'office',", "'office': 30,", "'critics': 7,"):
        assert text.count(words) == 1
    assert 0 < text.count("{% macro ") == text.count("{%- endmacro %}")
