"""No commit runs ahead of the disk: what it names would be found, whole, after a power failure at that moment."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyiceberg.table import StaticTable
from sqlalchemy import Connection, Engine, ScalarResult, event

from ingest.common.files import replaced
from tests.journey.support import CRITIC, Movies

Inode = tuple[int, int]


class Disk:
    """What of the files and the names in folders a power failure would leave: as they were when last synced."""

    def __init__(self) -> None:
        self.files: dict[Inode, tuple[int, int]] = {}
        self.names: dict[Inode, set[str]] = {}

    def sync(self, handle: int) -> None:
        there = os.fstat(handle)
        self.files[there.st_dev, there.st_ino] = (there.st_size, there.st_mtime_ns)
        if os.path.isdir(handle):
            self.names[there.st_dev, there.st_ino] = set(os.listdir(handle))

    def keeps(self, path: Path) -> bool:
        there = path.stat()
        return self.files.get((there.st_dev, there.st_ino)) == (there.st_size, there.st_mtime_ns)

    def finds(self, path: Path) -> bool:
        folder = path.parent.stat()
        return path.name in self.names.get((folder.st_dev, folder.st_ino), set())


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk, sync = Disk(), os.fsync

    def fsync(handle: int) -> None:
        sync(handle)
        disk.sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return disk


@pytest.fixture
def lost(disk: Disk, tmp_path: Path) -> Iterator[list[str]]:
    """What a commit to a catalog named although a power failure could still have taken it."""
    lost: list[str] = []
    committed: set[str] = set()

    def look(connection: Connection) -> None:
        tables = "select name from sqlite_master where name = 'iceberg_tables'"
        if not connection.exec_driver_sql(tables).all():
            return
        found: ScalarResult[str] = connection.exec_driver_sql("select metadata_location from iceberg_tables").scalars()
        for location in {*found} - committed:
            committed.add(location)
            lost.extend(not_kept(disk, tmp_path, location))

    event.listen(Engine, "commit", look)
    yield lost
    event.remove(Engine, "commit", look)
    assert len(committed) > 1


def not_kept(disk: Disk, root: Path, location: str) -> Iterator[str]:
    for path in files_named_by(location):
        if not disk.keeps(path):
            yield f"{path.name} is not on the disk"
        while path != root:
            if not disk.finds(path):
                yield f"{path.name} is not in its folder"
            path = path.parent


def files_named_by(location: str) -> Iterator[Path]:
    """The files of a table's current snapshot, and the archived delivery that it tells of."""
    metadata = Path(location.removeprefix("file://"))
    yield metadata
    table = StaticTable.from_metadata(location)
    if snapshot := table.current_snapshot():
        yield Path(snapshot.manifest_list.removeprefix("file://"))
        for manifest in snapshot.manifests(table.io):
            yield Path(manifest.manifest_path.removeprefix("file://"))
            for entry in manifest.fetch_manifest_entry(table.io):
                yield Path(entry.data_file.file_path.removeprefix("file://"))
        archived = snapshot.summary.additional_properties.get("movies.archive") if snapshot.summary else None
        if archived:
            yield metadata.parents[4] / "archive" / archived


def test_no_commit_of_a_load_or_a_build_runs_ahead(movies: Movies, lost: list[str]) -> None:
    for day in ("2026-11-01", "2026-11-08"):
        rows = f"Harbor Lights,2001,90,7.4,{day[-2:]}\n,,,,\nbroken\n"
        answer = movies.run({"critic_agg": {f"critic_agg_{day}.csv": CRITIC + rows}})
        assert answer.exit_code == 0, answer.err
    assert lost == []


def test_a_replaced_file_is_on_the_disk_before_its_name_changes(tmp_path: Path, disk: Disk) -> None:
    (tmp_path / "x.csv").write_text("old")
    with replaced(tmp_path / "x.csv") as temporary:
        temporary.write_text("new")
    assert disk.keeps(tmp_path / "x.csv")
    assert disk.finds(tmp_path / "x.csv")
