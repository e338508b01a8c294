import pytest

from ingest.bronze.receipt import Receipt


def receipt(**changes: object) -> Receipt:
    values = {"table": "movies", "provider": "p", "file": "movies.csv", "sha256": "0", "bytes": 1, "status": "loaded"}
    return Receipt(**(values | changes))  # type: ignore[arg-type]


def test_lines() -> None:
    assert receipt(read=1031, loaded=1030, malformed=1, unexpected=("x", "y")).line() == (
        "movies  movies.csv  1,031 read, 1,030 loaded, 1 malformed, unexpected columns: x, y"
    )
    assert receipt(status="repeat").line() == "movies  movies.csv  already loaded"
    assert receipt(status="quarantined", reason="line 1: bad").line() == "movies  movies.csv  quarantined: line 1: bad"


def test_figures_must_add_up() -> None:
    with pytest.raises(AssertionError):
        receipt(read=3, loaded=1, malformed=1)
