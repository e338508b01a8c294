from pathlib import Path

import pytest

from ingest.common.files import replaced


@pytest.mark.parametrize("old", [None, "old"])
def test_all_went_well(tmp_path: Path, old: str | None) -> None:
    path = tmp_path / "x.csv"
    if old:
        path.write_text(old)
    with replaced(path) as temporary:
        temporary.write_text("new")
        assert (path.read_text() if path.exists() else None) == old
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("written", [True, False])
def test_an_error_leaves_the_old_file(tmp_path: Path, written: bool) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), replaced(path) as temporary:
        if written:
            temporary.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_does_not_stay(tmp_path: Path) -> None:
    for content in ("first", "second"):
        unfinished = replaced(tmp_path / "x.csv").__enter__()
        assert not unfinished.exists() or unfinished.read_text() == "first"
        unfinished.write_text(content)
    with replaced(tmp_path / "x.csv") as temporary:
        temporary.write_text("third")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
