"""The command `movies` drives the stack from the host, and gives what the embedded lake gives."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from movies_lakehouse.lake.layers import LAYERS
from tests.journey import test_odd_files, test_quarantined_files
from tests.journey.support import Result, call, source_of
from tests.journey.two_deliveries import FIRST, SECOND
from tests.stack.providing import wait_until
from tests.stack.support import ROOT, Stack

PIXAR = {
    "audience_pulse": "audience_pulse.json",
    "critic_agg": "critic_agg.csv",
    "box_office_domestic": "box_office_domestic.csv",
    "box_office_international": "box_office_international.csv",
    "box_office_financials": "box_office_financials.csv",
}
# What a delivery comes to, whatever runtime took it in.
OUTCOME = ("table", "file", "status", "read", "loaded", "malformed", "unexpected", "reason")


@pytest.fixture(autouse=True)
def needs(stack: Stack) -> None:
    """Its settings stand in the environment while it runs."""


def movies(stack: Stack, *arguments: str) -> Result:
    return call("--lake", str(stack.folder / "host"), "--runtime", "stack", *arguments)


def run(folder: Path, runtime: str, paths: dict[str, list[str]]) -> Result:
    folder.mkdir(exist_ok=True)
    config = folder / f"{runtime}.yaml"
    output = {layer: f"{runtime}/{layer}" for layer in LAYERS}
    config.write_text(
        yaml.safe_dump({"source": source_of(paths), "output": output, "lake": f"{runtime}-lake", "runtime": runtime})
    )
    return call("run", str(config), "--json")


def gold_rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["movie_id"]: row for row in csv.DictReader(lines)}


def test_gold_has_the_movies_of_the_example(stack: Stack) -> None:
    result = movies(stack, "query", "--json", "select movie_title, roi from gold.movies_unified where providers = 3")
    assert len([row for row in result.json() if row["movie_title"] == "Toy Story"]) == 1
    assert len(result.json()) >= 31


def test_trinos_own_command_answers_without_a_word_about_passwords(stack: Stack) -> None:
    told = stack.exec("trino", "trino", "--execute", "select movie_title from lake.gold.movies_unified")
    assert '"Toy Story"' in told.splitlines()


def test_the_whole_job_gives_the_same_csvs_as_the_embedded_lake(tmp_path: Path) -> None:
    paths = {table: [str(ROOT / "examples/pixar" / name)] for table, name in PIXAR.items()}
    results = {runtime: run(tmp_path, runtime, paths) for runtime in ("embedded", "stack")}
    assert [result.err for result in results.values()] == ["", ""]
    # Other tests have delivered other movies to the stack.
    for table in PIXAR:
        texts = [(tmp_path / runtime / "bronze" / f"{table}.csv").read_bytes() for runtime in results]
        assert texts[0] == texts[1]
    for name in ("silver/critic_agg", "silver/audience_pulse", "silver/box_office_metrics", "gold/movies_unified"):
        embedded, stack = (gold_rows(tmp_path / runtime / f"{name}.csv") for runtime in results)
        assert len(embedded) == 31
        assert {movie: stack[movie] for movie in embedded} == embedded
    again = run(tmp_path, "stack", paths).json()
    assert {receipt["status"] for receipt in again["receipts"]} == {"repeat"}
    assert (again["build"]["models"], again["written"]) == (0, [])


def test_the_quality_report_is_that_of_the_embedded_lake(stack: Stack, tmp_path: Path) -> None:
    # As new as can be: of the newest delivery and the one before, the stack has the same two.
    texts = [*FIRST["critic_agg"].values(), *SECOND["critic_agg"].values()]
    days = [datetime.now(UTC).date() - timedelta(days=ago) for ago in reversed(range(len(texts)))]
    paths = [tmp_path / f"critic_agg_{day}.csv" for day in days]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(str(text))
    reports = {}
    for runtime in ("embedded", "stack"):
        for verb in (["ingest", *map(str, paths)], ["transform"], ["quality", "--json"]):
            result = call("--lake", str(tmp_path / runtime), "--runtime", runtime, *verb)
            assert (result.exit_code, result.err) == (0, "")
        reports[runtime] = result.json()
    embedded, on_stack = reports.values()
    for title in ("drift", "distributions"):
        expected = [row for row in embedded[title] if row["table"] == "critic_agg"]
        assert [row for row in on_stack[title] if row["table"] == "critic_agg"] == expected != []
    assert "moved" in {row["state"] for row in on_stack["drift"]}
    # The other questions are about all movies, of which the stack has more: asked and answered in the same columns.
    assert on_stack["unanswered"] == []
    assert {row["unaccounted"] for row in on_stack["row_accounting"]} == {0}
    for title, rows in embedded.items():
        if rows:
            assert on_stack[title][0].keys() == rows[0].keys(), title


def test_the_report_is_made_from_trino_too(tmp_path: Path) -> None:
    pages, answers = {}, {}
    for runtime in ("embedded", "stack"):
        pages[runtime] = tmp_path / f"{runtime}.html"
        verbs = [["ingest", str(ROOT / "examples" / "pixar")], ["transform"]] if runtime == "embedded" else []
        for verb in [*verbs, ["report", "--html", str(pages[runtime]), "--json"]]:
            result = call("--lake", str(tmp_path / runtime), "--runtime", runtime, *verb)
            assert (result.exit_code, result.err) == (0, "")
        answers[runtime] = result.json()
    # Of more movies, in the stack: the questions are the same, and so are their columns.
    for title, rows in answers["embedded"].items():
        assert answers["stack"][title][0].keys() == rows[0].keys(), title
    assert headings(pages["stack"]) == headings(pages["embedded"]) != []


def headings(page: Path) -> list[str]:
    return re.findall("<h2[^>]*>(.*?)</h2>", page.read_text())


def test_bad_files_come_to_the_same_on_both_runtimes(tmp_path: Path) -> None:
    cases: list[Any] = [*test_quarantined_files.CASES, *test_odd_files.CASES]
    paths: dict[str, list[str]] = {}
    for case in cases:
        path = tmp_path / case.table / case.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(case.content.encode() if isinstance(case.content, str) else case.content)
        paths.setdefault(case.table, []).append(str(path))
    embedded, stack = (run(tmp_path / "run", runtime, paths) for runtime in ("embedded", "stack"))
    assert (embedded.exit_code, stack.exit_code, stack.err) == (11, 11, "")
    assert outcomes(stack) == outcomes(embedded)
    assert len(outcomes(stack)) == len(cases)


def outcomes(result: Result) -> list[list[Any]]:
    receipts = result.json()["receipts"]
    for receipt in receipts:
        # What Python's own reader says of such a file depends on Python's version.
        receipt["reason"] = re.sub(r"not JSON \(.*\)", "not JSON", receipt["reason"] or "")
    return sorted(([receipt[name] for name in OUTCOME] for receipt in receipts), key=str)


def test_a_refused_file_stays_readable_with_its_reason(stack: Stack, tmp_path: Path) -> None:
    path = tmp_path / "critic_agg_refused.csv"
    path.write_text("name,year\nUp,2009\n")
    result = movies(stack, "ingest", str(path))
    assert (result.exit_code, result.err) == (11, "")
    assert "quarantined: columns 'movie_title', 'release_year'" in result.line("critic_agg_refused.csv")
    assert "critic_agg_refused.csv" in movies(stack, "status").out
    place = "quarantine/critic_agg/critic_agg/critic_agg_refused.csv"
    client = stack.s3("uploader")
    assert client.get_object("landing", place).read() == path.read_bytes()
    assert "column" in client.get_object("landing", f"{place}.reason.txt").read().decode()


def test_ingest_answers_whoever_asks_it_to_retire_a_provider(stack: Stack) -> None:
    result = movies(stack, "retire", "critic_agg")
    assert (result.exit_code, result.out) == (1, "")
    assert result.error().startswith("critic_agg has a contract")


def test_status_and_transform_find_all_as_it_should_be(stack: Stack) -> None:
    status = movies(stack, "status", "--json").json()
    assert {row["provider"] for row in status["providers"] if row["deliveries"]} == set(
        ["audience_pulse", "box_office", "critic_agg"]
    )
    assert status["builds"][0]["status"] == "built"
    assert movies(stack, "transform").exit_code == 0


def test_the_doctor_finds_every_service_well(stack: Stack) -> None:
    result = movies(stack, "doctor", "--json")
    found = {each["what"]: each for each in result.json()}
    assert (result.exit_code, [each for each in found.values() if each["remedy"]]) == (0, [])
    assert {"Trino", "landing bucket", "gold"} < found.keys()
    assert sum(name.startswith(stack.project) for name in found) >= 11


def test_the_doctor_names_what_is_down_and_the_remedy(stack: Stack) -> None:
    stack.compose("stop", "gateway")
    try:
        result = movies(stack, "doctor", "--json")
    finally:
        stack.compose("up", "--detach", "--no-build", "--wait", "gateway")
    remedies = {each["what"]: each["remedy"] for each in result.json()}
    assert result.exit_code == 13
    assert remedies[f"{stack.project}-gateway-1"] == "start it: docker compose up --wait"
    assert remedies["landing bucket"] == "look at gateway first"
    wait_until(lambda: movies(stack, "doctor").exit_code == 0)


def test_credentials_are_told_on_request(stack: Stack) -> None:
    assert stack.secrets["trino_analyst"] in call("credentials").out
    assert call("credentials", "--ca").out == stack.credentials["ca"]


def test_a_wrong_password_is_one_line_and_exit_code_13(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVIES_TRINO_PASSWORD", "guessed")
    result = movies(stack, "query", "select 1")
    assert (result.exit_code, result.out) == (13, "")
    assert "refuses the user analyst; check the password" in result.error()


def test_wrong_sql_is_one_line(stack: Stack) -> None:
    result = movies(stack, "query", "select no_such from gold.movies_unified")
    assert (result.exit_code, result.error()) == (1, "SQL: line 1:8: Column 'no_such' cannot be resolved")
