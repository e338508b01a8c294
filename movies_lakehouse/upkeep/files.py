"""The files of a table: what lies in its folder, and what its snapshots need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pyiceberg.manifest import ManifestFile
from pyiceberg.table import Table
from pyiceberg.table.snapshots import Snapshot

from movies_lakehouse.lake.iceberg import IcebergLake


@dataclass(frozen=True)
class StoredFile:
    """Size in bytes, and when it was written."""

    size: int
    written: datetime


def path_of(location: str) -> str:
    """
    A file's address as the file system names it.

    >>> path_of("file:///srv/lake/warehouse/x.parquet"), path_of("s3://lakehouse/x.parquet"), path_of("/srv/x.parquet")
    ('/srv/lake/warehouse/x.parquet', 'lakehouse/x.parquet', '/srv/x.parquet')
    """
    return location.partition("://")[2] or location


def stored_files(lake: IcebergLake, location: str) -> dict[str, StoredFile]:
    """Every file below a location, by its path."""
    lake.archive.fs.invalidate_cache()
    found = lake.archive.fs.find(path_of(location), detail=True)
    return {path: StoredFile(info["size"], written_at(info)) for path, info in found.items()}


def written_at(info: dict[str, Any]) -> datetime:
    """An object store tells a moment, a folder the seconds since 1970."""
    return info["LastModified"] if "LastModified" in info else datetime.fromtimestamp(info["mtime"], UTC)


class Needed:
    """Paths of the files that a table's snapshots need; each manifest is read once."""

    def __init__(self) -> None:
        self.by_manifest: dict[str, set[str]] = {}

    def by_table(self, table: Table, snapshots: Iterable[Snapshot] | None = None) -> set[str]:
        """What the table needs if only these of its snapshots stay; without any given, all stay."""
        kept = table.snapshots() if snapshots is None else snapshots
        ids = {snapshot.snapshot_id for snapshot in kept}
        statistics = [*table.metadata.statistics, *table.metadata.partition_statistics]
        locations = {
            table.metadata_location,
            *(former.metadata_file for former in table.metadata.metadata_log),
            *(each.statistics_path for each in statistics if each.snapshot_id in ids),
        }
        return {path_of(each) for each in locations}.union(*(self.by_snapshot(table, each) for each in kept))

    def by_snapshot(self, table: Table, snapshot: Snapshot) -> set[str]:
        found = {path_of(snapshot.manifest_list)}
        for manifest in snapshot.manifests(table.io):
            if manifest.manifest_path not in self.by_manifest:
                self.by_manifest[manifest.manifest_path] = files_in(table, manifest)
            found |= self.by_manifest[manifest.manifest_path]
        return found


def files_in(table: Table, manifest: ManifestFile) -> set[str]:
    """A manifest, and the data and delete files that it lists."""
    entries = manifest.fetch_manifest_entry(table.io, discard_deleted=True)
    return {path_of(manifest.manifest_path), *(path_of(entry.data_file.file_path) for entry in entries)}
