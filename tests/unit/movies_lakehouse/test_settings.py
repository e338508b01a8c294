from pathlib import Path

import pytest

from ingest.common.errors import BadContract
from ingest.common.settings import settings
from movies_lakehouse.lake import RUNTIMES, open_lake


def test_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = settings()
    assert (chosen.lake, chosen.runtime, chosen.memory) == (tmp_path / "lake", "embedded", "1GB")


def test_environment_before_defaults_and_options_before_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVIES_LAKE", str(tmp_path / "set"))
    monkeypatch.setenv("MOVIES_MEMORY", "300MB")
    monkeypatch.setenv("MOVIES_RUNTIME", "no such")
    assert settings(runtime="embedded").lake == tmp_path / "set"
    assert settings(runtime="embedded").memory == "300MB"
    assert settings(tmp_path / "given", "embedded").lake == tmp_path / "given"
    with pytest.raises(BadContract, match="runtime 'no such' is not known; it can be: embedded, stack"):
        open_lake(tmp_path / "given")


def test_an_empty_variable_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("MOVIES_LAKE", "MOVIES_RUNTIME", "MOVIES_MEMORY"):
        monkeypatch.setenv(name, "")
    assert settings() == settings(tmp_path / "lake", "embedded")


def test_a_lake_is_a_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings("~/movies").lake == settings("x/../movies").lake == tmp_path / "movies"


@pytest.mark.parametrize("letter", "#?%")
def test_a_lake_whose_tables_would_lose_their_files(tmp_path: Path, letter: str) -> None:
    with pytest.raises(BadContract, match=r"the path of a lake cannot have .; choose another folder"):
        settings(tmp_path / f"a{letter}b")


def test_every_known_runtime_opens(tmp_path: Path) -> None:
    for name in RUNTIMES:
        assert open_lake(tmp_path / name, name).folder == tmp_path / name


def test_a_file_below_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("MOVIES_MEMORY=2GB\nMOVIES_RUNTIME=stack\nMOVIES_LAKE=\nOF_SOMEBODY_ELSE=1\n")
    assert (settings().memory, settings().runtime, settings().lake) == ("2GB", "stack", tmp_path / "lake")
    monkeypatch.setenv("MOVIES_MEMORY", "3GB")
    monkeypatch.setenv("MOVIES_RUNTIME", "")
    assert (settings().memory, settings().runtime) == ("3GB", "embedded")
