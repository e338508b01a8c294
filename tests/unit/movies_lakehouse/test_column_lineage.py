"""Columns are followed through the SQL of models, on either engine; what cannot be read stops nothing."""

from pathlib import Path

import pytest

from movies_lakehouse.build import column_lineage

KNOWN = {"bronze.critics": ["title", "score", "_file", "_line"]}
MODELS = {
    "staging.stg_critics": """
        select title, cast(score as integer) as score, title as _key, _file from "db"."bronze"."critics"
    """,
    "silver.critics": 'select title, score, _key, _file from "db"."staging"."stg_critics"',
    "gold.unified": """
        with joined as (select * from "db"."silver"."critics")
        select title, case when _file is null then 0 else score / 10 end as share, 1 as one from joined
    """,
}


@pytest.mark.parametrize("dialect", ["duckdb", "trino"])
def test_working_tables_and_columns_are_left_out(dialect: str) -> None:
    # Trino builds silver and gold in a schema of another name.
    models = {name: sql.replace('"silver"', '"audit"') for name, sql in MODELS.items()}
    assert column_lineage.read(models, KNOWN, dialect) == {
        "silver.critics.title": ["bronze.critics.title"],
        "silver.critics.score": ["bronze.critics.score"],
        "silver.critics._key": ["bronze.critics.title"],
        "silver.critics._file": ["bronze.critics._file"],
        "gold.unified.title": ["silver.critics.title"],
        "gold.unified.share": ["silver.critics.score"],
        "gold.unified.one": [],
    }


def test_a_model_that_cannot_be_read_hides_no_other() -> None:
    found = column_lineage.read(MODELS | {"gold.odd": "select ((( from"}, KNOWN, "duckdb")
    assert found["gold.unified.title"] == ["silver.critics.title"]
    assert not [column for column in found if column.startswith("gold.odd")]


def test_what_was_remembered_badly_is_found_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_lineage, "KNOWN", {})
    monkeypatch.setattr(column_lineage, "PARSED_AT_SETUP", tmp_path / "none")
    (tmp_path / "column_lineage.json").write_text('{"project": ')
    assert column_lineage.remembered(tmp_path, "embedded") is None
    column_lineage.remember(tmp_path, "embedded", {"gold.a.b": []})
    column_lineage.KNOWN.clear()
    assert column_lineage.remembered(tmp_path, "embedded") == {"gold.a.b": []}
