import json
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from movies_lakehouse.outputs import show

MOVIE = {"movie": "Up", "year": 2009, "budget_usd": 175000000, "roi": Decimal("2.1857"), "seen": date(2026, 11, 1)}
ODD = ["[bold]Up[/bold]", "[/]", "[link=x]", ":heart:", "\\[x]"]


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def on_a_terminal(action: Callable[[], None]) -> str:
    with redirect_stdout(Screen()) as screen:
        action()
    return screen.getvalue()


def test_a_pipe_gets_tabs_and_a_line_of_names(capsys: pytest.CaptureFixture[str]) -> None:
    show.table([MOVIE, MOVIE | {"movie": None}], title="Movies")
    assert capsys.readouterr().out.splitlines() == [
        "# Movies",
        "movie\tyear\tbudget_usd\troi\tseen",
        "Up\t2009\t175000000\t2.1857\t2026-11-01",
        "\t2009\t175000000\t2.1857\t2026-11-01",
    ]


def test_a_cell_in_a_pipe_never_breaks_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    show.table([{"a": "x\ty\r\nz\\n", "b": "[bold]:heart:"}])
    assert capsys.readouterr().out == "a\tb\nx\\ty\\r\\nz\\\\n\t[bold]:heart:\n"


def test_a_title_does_not_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b[2J\x9b31mUp\x07\x7f"
    show.table([{"movie": evil}])
    show.say(f"{evil} é\n漢")
    assert capsys.readouterr().out == "movie\n\\x1b[2J\\x9b31mUp\\x07\\x7f\n\\x1b[2J\\x9b31mUp\\x07\\x7f é\n漢\n"
    drawn = on_a_terminal(lambda: show.table([{"movie": evil}]))
    assert "\\x1b[2J\\x9b31mUp\\x07\\x7f" in drawn and "\x07" not in drawn


def test_no_rows(capsys: pytest.CaptureFixture[str]) -> None:
    show.table([], columns=["a", "b"])
    assert capsys.readouterr().out == "a\tb\n"


def test_a_terminal_gets_a_drawn_table() -> None:
    answer = on_a_terminal(lambda: show.table([MOVIE], title="Movies"))
    assert "\x1b[" in answer
    assert "\t" not in answer
    for words in ("Movies", "budget_usd", "175,000,000", "2009", "2.1857", "2026-11-01"):
        assert words in answer
    assert "2,009" not in answer


def test_no_rows_on_a_terminal() -> None:
    assert "movie" in on_a_terminal(lambda: show.table([], columns=["movie"]))


@pytest.mark.parametrize("text", ODD)
def test_text_on_a_terminal_is_what_it_is(text: str) -> None:
    assert on_a_terminal(lambda: show.table([{text: text, "b": 1}])).count(text) == 2
    assert on_a_terminal(lambda: show.say(text)) == f"{text}\n"


def test_a_line_is_said_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    for text in (*ODD, "x" * 500):
        show.say(text)
        assert capsys.readouterr().out == f"{text}\n"


def test_json_has_figures_as_numbers_and_days_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    show.as_json([MOVIE, {"gross": Decimal("99999999999.99")}])
    assert json.loads(capsys.readouterr().out) == [
        {"movie": "Up", "year": 2009, "budget_usd": 175000000, "roi": 2.1857, "seen": "2026-11-01"},
        {"gross": 99999999999.99},
    ]


@pytest.mark.parametrize("answer", [{"rows": []}, [{"movie": text} for text in ODD], ["Amélie 東京"]])
def test_json(capsys: pytest.CaptureFixture[str], answer: Any) -> None:
    show.as_json(answer)
    out = capsys.readouterr().out
    assert json.loads(out) == answer
    assert "\\u" not in out


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), (1234, "1,234"), (0, "0"), (-1234.5, "-1,234.5"), (True, "True"), ("1234", "1234")]
)
def test_a_value_in_a_drawn_table(value: Any, shown: str) -> None:
    assert show.shown("figure", value) == shown
