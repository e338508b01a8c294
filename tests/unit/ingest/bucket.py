"""A versioned bucket in memory that answers the calls of `ingest.landing.queue` as an object store does."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any


class Bucket:
    """Stands where the s3fs file system does; versions get a later time each."""

    def __init__(self) -> None:
        self.versions: list[dict[str, Any]] = []
        self.numbers = count()
        self.page_size = 1000
        self.reads: list[tuple[int, int]] = []
        self.parts: dict[int, bytes] = {}

    def put(self, key: str, data: bytes) -> None:
        number = next(self.numbers)
        modified = datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=number)
        version = {"Key": key, "VersionId": f"v{number}", "Size": len(data), "LastModified": modified, "Body": data}
        self.versions.append(version)

    def objects(self) -> dict[str, bytes]:
        return {version["Key"]: version["Body"] for version in self.versions}

    def find(self, key: str, version_id: str) -> bytes:
        for version in self.versions:
            if (version["Key"], version["VersionId"]) == (key, version_id):
                return bytes(version["Body"])
        raise FileNotFoundError(key)

    def cat_file(self, path: str, version_id: str, start: int, end: int) -> bytes:
        self.reads.append((start, end))
        return self.find(path.partition("/")[2], version_id)[start:end]

    def call_s3(self, method: str, **request: Any) -> Any:
        assert request.pop("Bucket") == "landing"
        return getattr(self, method)(**request)

    def list_objects_v2(self, Delimiter: str, Prefix: str) -> dict[str, Any]:
        return self.list_object_versions(Prefix, Delimiter, names=("Contents", "-"))

    def list_object_versions(
        self,
        Prefix: str = "",
        Delimiter: str = "",
        KeyMarker: str = "",
        VersionIdMarker: str = "",
        names: tuple[str, str] = ("Versions", "DeleteMarkers"),
    ) -> dict[str, Any]:
        listed = sorted(self.versions[::-1], key=lambda version: str(version["Key"]))
        listed = [version for version in listed if version["Key"].startswith(Prefix)]
        inside = [version for version in listed if Delimiter and "/" in version["Key"].removeprefix(Prefix)]
        folders = {Prefix + version["Key"].removeprefix(Prefix).split("/")[0] + "/" for version in inside}
        listed = [version for version in listed if version not in inside]
        places = [(version["Key"], version["VersionId"]) for version in listed]
        start = places.index((KeyMarker, VersionIdMarker)) + 1 if KeyMarker else 0
        page = listed[start : start + self.page_size]
        answer = {"IsTruncated": start + self.page_size < len(listed), names[0]: page}
        if answer["IsTruncated"]:
            answer |= {"NextKeyMarker": page[-1]["Key"], "NextVersionIdMarker": page[-1]["VersionId"]}
        return answer | {"CommonPrefixes": [{"Prefix": folder} for folder in sorted(folders)]}

    def delete_object(self, Key: str, VersionId: str) -> None:
        self.versions = [each for each in self.versions if (each["Key"], each["VersionId"]) != (Key, VersionId)]

    def put_object(self, Key: str, Body: bytes, ContentType: str) -> None:
        self.put(Key, Body)

    def copy_object(self, Key: str, CopySource: dict[str, str]) -> None:
        self.put(Key, self.find(CopySource["Key"], CopySource["VersionId"]))

    def create_multipart_upload(self, Key: str) -> dict[str, str]:
        self.parts = {}
        return {"UploadId": Key}

    def upload_part_copy(
        self, Key: str, UploadId: str, PartNumber: int, CopySource: dict[str, str], CopySourceRange: str
    ) -> dict[str, Any]:
        first, last = map(int, CopySourceRange.removeprefix("bytes=").split("-"))
        self.parts[PartNumber] = self.find(CopySource["Key"], CopySource["VersionId"])[first : last + 1]
        return {"CopyPartResult": {"ETag": f"e{PartNumber}"}}

    def complete_multipart_upload(self, Key: str, UploadId: str, MultipartUpload: dict[str, Any]) -> None:
        order = [part["PartNumber"] for part in MultipartUpload["Parts"]]
        assert [part["ETag"] for part in MultipartUpload["Parts"]] == [f"e{number}" for number in order]
        self.put(Key, b"".join(self.parts[number] for number in order))
