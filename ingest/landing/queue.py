"""The landing bucket as a queue: each version of an object is a delivery, and leaves the bucket once it is settled."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

from ingest.bronze.deliveries import Delivery, table_for
from ingest.common.connections import BLOCK_BYTES
from ingest.common.errors import MoviesError
from ingest.contracts.table import Table

BUCKET = "landing"
QUARANTINE = "quarantine/"
# An object .retire/NUMBER/PROVIDER asks for a provider to be retired; no provider has such a folder.
RETIRE = ".retire/"
# What is in quarantine since before that name stays where it is.
NOT_DELIVERED = {QUARANTINE, "refused/"}
# Room for ".reason.txt", in a name and in a whole key as object stores limit them.
NAME_BYTES = 240
KEY_BYTES = 1000
# S3 copies no more than 5 GiB in one request.
LARGEST_COPY = 1 << 30


class Vanished(MoviesError):
    """The version is gone: another loader has settled it."""


@dataclass(frozen=True)
class Version:
    """One version of one object; its key is that within landing."""

    key: str
    id: str
    size: int
    modified: datetime


@dataclass(frozen=True)
class Landed(Delivery):
    """A delivery that is one version of an object in landing: never what is put under its key later."""

    store: Any
    version: Version

    @property
    def location(self) -> str:
        """Where it lies, as an address."""
        return f"s3://{self.path}"

    @property
    def size(self) -> int:
        """Number of its bytes."""
        return self.version.size

    def open(self) -> BinaryIO:
        """Its bytes, to read; Vanished once they are gone."""
        return cast(BinaryIO, io.BufferedReader(VersionBytes(self.store, self.path, self.version), BLOCK_BYTES))


class VersionBytes(io.RawIOBase):
    """Reads a version in ranges, each of which can be asked for again when a connection breaks."""

    def __init__(self, store: Any, path: str, version: Version) -> None:
        self.store, self.path, self.version, self.at = store, path, version, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        end = min(self.at + len(buffer), self.version.size)
        if self.at == end:
            return 0
        try:
            data = self.store.cat_file(self.path, version_id=self.version.id, start=self.at, end=end)
        except FileNotFoundError:
            raise Vanished(f"{self.path}: another loader has taken this version in") from None
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)


class Landing:
    """What lies in landing, or in the folder of one `provider`, and the ways out of it.

    `place` is a bucket, or a folder of one as bucket/prefix. Keys are those within it, as if it were a bucket.
    """

    def __init__(
        self, store: Any, tables: Mapping[str, Table], provider: str | None = None, place: str = BUCKET
    ) -> None:
        self.store = store
        self.tables = tables
        self.provider = provider
        self.place = place
        self.bucket, _, folder = place.partition("/")
        self.prefix = folder and f"{folder}/"

    def call(self, method: str, key: str, **more: Any) -> dict[str, Any]:
        return dict(self.store.call_s3(method, Bucket=self.bucket, Key=self.prefix + key, **more) or {})

    def peek(self) -> set[str]:
        """Names at the top of landing under which something may be pending; one small request."""
        # The prefix is given since the dbt service may list nothing but this.
        listed = self.store.call_s3("list_objects_v2", Bucket=self.bucket, Delimiter="/", Prefix=self.prefix)
        page = self.within(listed)
        return top_names(page) | {entry["Key"] for entry in page.get("Contents", [])}

    def waiting(self) -> tuple[list[Landed], list[tuple[Version, str]]]:
        """The oldest pending version of every delivery key, and those that are for no table, with the reason."""
        oldest: dict[tuple[str, str], Landed] = {}
        unmatched = []
        for version in self.oldest_versions():
            try:
                table = table_of(version.key, self.tables)
            except MoviesError as error:
                unmatched.append((version, str(error)))
                continue
            landed = Landed(table, f"{self.place}/{version.key}", self.store, version)
            # Two object keys can be one delivery key: with the folder of the table, and without.
            first = oldest.setdefault((table.name, landed.name), landed)
            if version.modified < first.version.modified:
                oldest[table.name, landed.name] = landed
        return list(oldest.values()), unmatched

    def oldest_versions(self) -> list[Version]:
        """The oldest pending version of every key."""
        top = [] if self.provider else list(self.pages(Delimiter="/"))
        # Never what is quarantined, which may be much: hence a listing for each of the other folders.
        folders = [f"{self.provider}/"] if self.provider else sorted({name for page in top for name in top_names(page)})
        listed = top + [page for folder in folders for page in self.pages(folder)]
        versions = [each for page in listed for each in page.get("Versions", [])]
        markers = [each for page in listed for each in page.get("DeleteMarkers", [])]
        return [versions[0] for versions in pending(versions, markers).values()]

    def pages(self, folder: str = "", **how: str) -> Iterator[dict[str, Any]]:
        position: dict[str, str] = {}
        where = {"Bucket": self.bucket, "Prefix": self.prefix + folder}
        while True:
            page = self.store.call_s3("list_object_versions", **where, **how, **position)
            yield self.within(page)
            if not page.get("IsTruncated"):
                return
            names = {"KeyMarker": "NextKeyMarker", "VersionIdMarker": "NextVersionIdMarker"}
            position = {name: page[source] for name, source in names.items() if page.get(source)}

    def within(self, page: dict[str, Any]) -> dict[str, Any]:
        """A listing with keys as they are within landing, and without the object that some make for a folder."""
        names = {"Versions": "Key", "DeleteMarkers": "Key", "Contents": "Key", "CommonPrefixes": "Prefix"}
        start = len(self.prefix)
        return page | {
            kind: [each | {name: each[name][start:]} for each in page.get(kind, []) if len(each[name]) > start]
            for kind, name in names.items()
        }

    def leave(self, version: Version) -> None:
        """Takes a version out of landing; whatever was put under its key since stays."""
        self.call("delete_object", version.key, VersionId=version.id)

    def quarantine(self, version: Version, reason: str) -> None:
        """Moves a version to `quarantine/`, with the reason beside it; Vanished when another loader has done it."""
        target = quarantine_key(version.key)
        try:
            self.copy(version, target)
        except FileNotFoundError:
            raise Vanished(f"{self.place}/{version.key}: another loader has quarantined this version") from None
        text = f"{reason}\n".encode()
        note = {"Body": text, "ContentType": "text/plain; charset=utf-8"}
        self.call("put_object", f"{target}.reason.txt", **note)
        self.leave(version)

    def copy(self, version: Version, target: str) -> None:
        """Copies a version within landing, whole or not at all; the store does it, so that no bytes travel."""
        source = {"Bucket": self.bucket, "Key": self.prefix + version.key, "VersionId": version.id}
        if version.size <= LARGEST_COPY:
            self.call("copy_object", target, CopySource=source)
            return
        upload = self.call("create_multipart_upload", target)["UploadId"]
        parts = []
        for number, start in enumerate(range(0, version.size, LARGEST_COPY), 1):
            which = f"bytes={start}-{min(start + LARGEST_COPY, version.size) - 1}"
            part = {"PartNumber": number, "CopySource": source, "CopySourceRange": which}
            copied = self.call("upload_part_copy", target, **part, UploadId=upload)["CopyPartResult"]
            parts.append({"PartNumber": number, "ETag": copied["ETag"]})
        self.call("complete_multipart_upload", target, MultipartUpload={"Parts": parts}, UploadId=upload)


def top_names(page: dict[str, Any]) -> set[str]:
    return {entry["Prefix"] for entry in page.get("CommonPrefixes", [])} - NOT_DELIVERED


def pending(versions: Iterable[dict[str, Any]], markers: Iterable[dict[str, Any]]) -> dict[str, list[Version]]:
    """Versions newer than the last delete marker of their key, oldest first, from a listing (newest first) by key."""
    withdrawn: dict[str, datetime] = {}
    for marker in markers:
        # Times can be as coarse as a second: where they leave it open, a version is loaded rather than lost.
        until = datetime.max.replace(tzinfo=UTC) if marker["IsLatest"] else marker["LastModified"]
        withdrawn[marker["Key"]] = max(until, withdrawn.get(marker["Key"], until))
    queues: dict[str, list[Version]] = {}
    for each in versions:
        version = Version(each["Key"], each["VersionId"], each["Size"], each["LastModified"])
        if version.key not in withdrawn or version.modified >= withdrawn[version.key]:
            queues.setdefault(version.key, []).insert(0, version)
    return queues


def table_of(key: str, tables: Mapping[str, Table]) -> Table:
    """Table that an object of this key is for; MoviesError, with the reason, when there is none."""
    provider, *folders, name = key.split("/") if "/" in key else ("", key)
    own = {table.name: table for table in tables.values() if table.provider == provider}
    if not own:
        known = ", ".join(sorted({f"{table.provider}/" for table in tables.values()}))
        raise MoviesError(f"{key}: lies in the folder of no provider; put it into one of {known}")
    if len(folders) > 1 or (folders and folders[0] not in own):
        raise MoviesError(f"{key}: lies too deep; put it into {provider}/ or one of {', '.join(sorted(own))} in there")
    if not name or "?versionId=" in name or len(name.encode()) > NAME_BYTES:
        raise MoviesError(f"{key}: a name needs 1 to {NAME_BYTES} bytes, without '?versionId='; rename it")
    return own[folders[0]] if folders else table_for(name, own)


def quarantine_key(key: str) -> str:
    """
    Where an object of this key goes when it is quarantined: names that are too long are cut, and stay different.

    >>> quarantine_key("critic_agg/odd.csv")
    'quarantine/critic_agg/odd.csv'
    """
    *folders, name = key.rstrip("/").split("/")
    if len(name.encode()) <= NAME_BYTES and len(key.encode()) <= KEY_BYTES:
        return QUARANTINE + "/".join([*folders, name])
    cut = name.encode()[: NAME_BYTES - 40].decode(errors="ignore")
    return f"{QUARANTINE}{cut}~{hashlib.sha256(key.encode()).hexdigest()[:32]}"
