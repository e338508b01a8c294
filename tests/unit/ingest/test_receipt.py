import pytest

from ingest.receipt import Receipt


def receipt(**changes: object) -> Receipt:
    values = {"table": "films", "provider": "p", "file": "films.csv", "sha256": "0", "bytes": 1, "status": "loaded"}
    return Receipt(**(values | changes))  # type: ignore[arg-type]


def test_lines() -> None:
    assert receipt(read=1031, loaded=1030, unreadable=1, undeclared=("x", "y")).line() == (
        "films  films.csv  1,031 read, 1,030 loaded, 1 unreadable, undeclared columns: x, y"
    )
    assert receipt(status="repeat").line() == "films  films.csv  already loaded"
    assert receipt(status="refused", reason="line 1: bad").line() == "films  films.csv  refused: line 1: bad"


def test_figures_must_add_up() -> None:
    with pytest.raises(AssertionError):
        receipt(read=3, loaded=1, unreadable=1)
