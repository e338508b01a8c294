"""Buckets with their versions and their clean-up, and one user with one policy for each file in policies/."""

from pathlib import Path

from minio import Minio, MinioAdmin
from minio.commonconfig import ENABLED, Filter
from minio.credentials.providers import StaticProvider
from minio.lifecycleconfig import (
    AbortIncompleteMultipartUpload,
    Expiration,
    LifecycleConfig,
    NoncurrentVersionExpiration,
    Rule,
)
from minio.notificationconfig import NotificationConfig, QueueConfig
from minio.versioningconfig import VersioningConfig

# Files on their way into the archive; one that is a day old was left by a crash.
ARRIVING = "archive/arriving/"
ENDPOINT, REGION = "minio:9000", "us-east-1"
POLICIES = Path("policies")
# Days for which replaced and deleted versions are kept, by bucket and prefix. What is not named is kept for ever: the
# archive, and what still lies in landing, where a covered version is a delivery too, however long ingest is away.
KEEP_DAYS = {
    # The second is what the first was called.
    "landing": {"quarantine/": 30, "refused/": 30},
    "lakehouse": {"warehouse/": 1, ARRIVING: 1},
}


def create_buckets(secret: dict[str, str]) -> None:
    client = Minio(ENDPOINT, "root", secret["s3_root"], secure=False, region=REGION)
    for bucket, prefixes in KEEP_DAYS.items():
        if not client.bucket_exists(bucket):
            client.make_bucket(bucket)
        client.set_bucket_versioning(bucket, VersioningConfig(ENABLED))
        client.set_bucket_lifecycle(bucket, LifecycleConfig([tidy(), *(clean_up(*rule) for rule in prefixes.items())]))


def notify(secret: dict[str, str]) -> None:
    """Have MinIO tell ingest of what arrives in landing, and dbt of what has left it."""
    client = Minio(ENDPOINT, "root", secret["s3_root"], secure=False, region=REGION)
    created, removed = ["s3:ObjectCreated:*"], ["s3:ObjectRemoved:Delete"]
    rules = [("INGEST", created), ("QUEUED", created), ("DBT", removed)]
    queues = [QueueConfig(queue=f"arn:minio:sqs::{target}:webhook", events=events) for target, events in rules]
    client.set_bucket_notification("landing", NotificationConfig(queue_config_list=queues))


def tidy() -> Rule:
    """For the whole bucket: what was begun and never finished, and marks of deletion with nothing left to hide."""
    return Rule(
        ENABLED,
        rule_id="leftovers",
        rule_filter=Filter(prefix=""),
        expiration=Expiration(expired_object_delete_marker=True),
        abort_incomplete_multipart_upload=AbortIncompleteMultipartUpload(1),
    )


def clean_up(prefix: str, days: int) -> Rule:
    return Rule(
        ENABLED,
        rule_id=f"old versions of {prefix}",
        rule_filter=Filter(prefix=prefix),
        noncurrent_version_expiration=NoncurrentVersionExpiration(days),
        expiration=Expiration(days=days) if prefix == ARRIVING else None,
    )


def create_users(secret: dict[str, str]) -> None:
    """Users and policies by the names of the files; a rotated key and an edited policy take effect."""
    admin = MinioAdmin(endpoint=ENDPOINT, credentials=StaticProvider("root", secret["s3_root"]), secure=False)
    for policy in sorted(POLICIES.glob("*.json")):
        name = policy.stem
        admin.policy_add(name, policy_file=policy)
        admin.user_add(name, secret[f"s3_{name}"])
        admin.policy_set(name, user=name)
