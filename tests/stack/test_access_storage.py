"""The storage's endpoints: what each key may do with which object, and what nobody may."""

import io
from collections.abc import Callable, Iterator

import pytest
import urllib3
from minio import Minio, S3Error
from minio.deleteobjects import DeleteObject

from tests.stack.support import Stack

USERS = ("ingest", "catalog", "catalog_ingest", "trino", "dbt", "maintenance", "reader", "uploader", "airflow")
PLACE = "access_test"
# g = get, p = put, d = delete, l = list the objects around it
RIGHTS = """
 object                                                            | ingest | catalog | catalog_ingest | trino | dbt | maintenance | reader | uploader | airflow
 landing/critic_agg/access_test.csv                                | gdl    |         |                |       |     |             |        | gpl      | l
 landing/quarantine/access_test.csv                                | gpdl   |         |                |       |     |             |        | gl       | l
 landing/refused/access_test.csv                                   | gdl    |         |                |       |     |             |        | gl       | l
 lakehouse/archive/access_test                                     | gpl    |         |                |       |     |             |        |          |
 lakehouse/archive/arriving/access_test                            | gpdl   |         |                |       |     |             |        |          |
 lakehouse/access_test                                             |        |         |                |       |     |             |        |          |
 lakehouse/warehouse/access_test                                   |        |         |                |       |     |             |        |          |
 lakehouse/warehouse/bronze/access_test/data/a                     | gp     |         |                | g     | g   | gpdl        | g      |          |
 lakehouse/warehouse/bronze/access_test/metadata/a.avro            | gp     | g       |                | g     | g   | gpdl        | g      |          |
 lakehouse/warehouse/bronze/access_test/metadata/a.metadata.json   | g      | g       | gpd            | g     | g   | gdl         | g      |          |
 lakehouse/warehouse/silver/access_test/data/a                     |        | d       |                | gpdl  | gp  | gpdl        | g      |          |
 lakehouse/warehouse/silver/access_test/metadata/a.avro            |        | gd      |                | gpdl  | gp  | gpdl        | g      |          |
 lakehouse/warehouse/silver/access_test/metadata/a.metadata.json   |        | gpd     | g              | gdl   | gpd | gdl         | g      |          |
 lakehouse/warehouse/gold/access_test/data/a                       |        | d       |                | gpdl  | gp  | gpdl        | g      |          |
 lakehouse/warehouse/gold/access_test/metadata/a.avro              |        | gd      |                | gpdl  | gp  | gpdl        | g      |          |
 lakehouse/warehouse/gold/access_test/metadata/a.metadata.json     |        | gpd     | g              | gdl   | gpd | gdl         | g      |          |
 lakehouse/warehouse/staging/access_test/data/a                    |        | d       |                | gpdl  |     |             |        |          |
 lakehouse/warehouse/matching/access_test/data/a                   |        | d       |                | gpdl  |     |             |        |          |
 lakehouse/warehouse/audit/access_test/data/a                      |        | d       |                | gpdl  |     |             |        |          |
 lakehouse/warehouse/staging/access_test/metadata/a.metadata.json  |        | gpd     | g              | gdl   |     |             |        |          |
 lakehouse/warehouse/matching/access_test/metadata/a.metadata.json |        | gpd     | g              | gdl   |     |             |        |          |
 lakehouse/warehouse/audit/access_test/metadata/a.metadata.json    |        | gpd     | g              | gdl   |     |             |        |          |
"""  # noqa: E501
# As each component, with its own key, from where it stands.
HELP_YOURSELF = """
import json, sys
from minio import MinioAdmin, Minio
from minio.credentials import AssumeRoleProvider, StaticProvider
from minio.error import MinioAdminException, S3Error

def answer(attempt):
    try:
        attempt()
    except (MinioAdminException, S3Error) as error:
        return "quarantined" if "AccessDenied" in str(error) else str(error)
    return "done"

answers = {}
for user, secret in json.load(sys.stdin).items():
    admin = MinioAdmin(endpoint="minio:9000", credentials=StaticProvider(user, secret), secure=False)
    role = AssumeRoleProvider(sts_endpoint="http://minio:9000", access_key=user, secret_key=secret)
    temporary = Minio("minio:9000", secure=False, region="us-east-1", credentials=role)
    answers[user] = {
        "a key below it": answer(lambda: admin.add_service_account(access_key="strayed", secret_key="strayed-secret")),
        "another user": answer(lambda: admin.user_add("strayed", "strayed-secret")),
        "its own secret": answer(lambda: admin.user_add(user, secret)),
        "all rights": answer(lambda: admin.policy_set("consoleAdmin", user=user)),
        "who is there": answer(lambda: admin.user_list()),
        "the server": answer(lambda: admin.info()),
        "a bucket": answer(lambda: temporary.make_bucket("strayed")),
        "all objects": answer(lambda: list(temporary.list_objects("lakehouse"))),
    }
json.dump(answers, sys.stdout)
"""


def rights() -> dict[tuple[str, str], str]:
    """Allowed letters by user and object."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in RIGHTS.strip().splitlines()]
    return {(user, line[0]): allowed for line in lines for user, allowed in zip(head[1:], line[1:], strict=True)}


@pytest.fixture(scope="module")
def quiet_landing(stack: Stack) -> Iterator[None]:
    """Nobody takes away what these tests put into landing."""
    stack.compose("stop", "ingest")
    yield
    root = stack.s3("root")
    for bucket in ("landing", "lakehouse"):
        versions = root.list_objects(bucket, recursive=True, include_version=True)
        stray = [
            DeleteObject(each.object_name or "", each.version_id) for each in versions if PLACE in str(each.object_name)
        ]
        assert not list(root.remove_objects(bucket, stray))
    stack.compose("up", "--wait", "--no-recreate", "ingest")


@pytest.mark.usefixtures("quiet_landing")
def test_a_key_reaches_its_own_prefixes_and_no_others(stack: Stack) -> None:
    root = stack.s3("root")
    told = {}
    for user in USERS:
        client = stack.s3(user)
        for place in dict.fromkeys(place for _, place in rights()):
            put(root, *place.split("/", 1))
            told[user, place] = "".join(
                letter for letter, attempt in ATTEMPTS.items() if allowed(attempt, client, place)
            )
    assert told == rights()


def get(client: Minio, bucket: str, key: str) -> None:
    client.get_object(bucket, key).close()


def put(client: Minio, bucket: str, key: str) -> None:
    client.put_object(bucket, key, io.BytesIO(b"x"), 1)


def delete(client: Minio, bucket: str, key: str) -> None:
    client.remove_object(bucket, key)


def list_around(client: Minio, bucket: str, key: str) -> None:
    list(client.list_objects(bucket, prefix=key[: key.rfind("/") + 1]))


ATTEMPTS = {"g": get, "p": put, "d": delete, "l": list_around}


def allowed(attempt: Callable[[Minio, str, str], None], client: Minio, place: str) -> bool:
    try:
        attempt(client, *place.split("/", 1))
    except S3Error as error:
        assert error.code == "AccessDenied", error
        return False
    return True


@pytest.mark.usefixtures("quiet_landing")
@pytest.mark.parametrize("user", [user for user in USERS if user != "ingest"])
def test_only_ingest_removes_a_certain_version(stack: Stack, user: str) -> None:
    key = f"quarantine/{PLACE}_version"
    version = stack.s3("root").put_object("landing", key, io.BytesIO(b"x"), 1).version_id
    with pytest.raises(S3Error, match="AccessDenied"):
        stack.s3(user).remove_object("landing", key, version_id=version)


def test_no_key_makes_others_or_gives_itself_rights(stack: Stack) -> None:
    answers = stack.python(HELP_YOURSELF, {user: stack.secrets[f"s3_{user}"] for user in USERS})
    assert set(answers) == set(USERS)
    assert {said for told in answers.values() for said in told.values()} == {"quarantined"}, answers


@pytest.mark.parametrize("user", USERS)
def test_a_wrong_secret_and_another_ones_open_nothing(stack: Stack, user: str) -> None:
    for secret in ("x" * 32, stack.secrets["s3_root"], user):
        with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
            list(stack.s3(user, secret).list_objects("landing"))


def test_root_has_no_default_password(stack: Stack) -> None:
    for user, secret in (("minioadmin", "minioadmin"), ("root", "minioadmin"), ("root", "root-password")):
        with pytest.raises(S3Error, match=r"InvalidAccessKeyId|SignatureDoesNotMatch"):
            stack.s3(user, secret).list_buckets()


def test_unmatched_are_turned_away(stack: Stack) -> None:
    pool = urllib3.PoolManager(ca_certs=stack.ca, retries=False)
    for path in ("/", "/landing", "/landing/critic_agg/x.csv", "/lakehouse/warehouse/gold/", "/lakehouse?versions"):
        assert pool.request("GET", f"https://localhost:{stack.s3_port}{path}").status == 403


def test_the_endpoint_serves_objects_and_no_administration(stack: Stack) -> None:
    pool = urllib3.PoolManager(ca_certs=stack.ca, retries=False)
    endpoint = f"https://localhost:{stack.s3_port}"
    for path in ("/minio/admin/v3/info", "/minio/health/live", "/minio/v2/metrics/cluster", "//minio/admin/v3/info"):
        answer = pool.request("GET", endpoint + path)
        assert (answer.status, b"serves objects only" in answer.data) == (403, True), path
    answer = pool.request("POST", f"{endpoint}/", body=b"Action=AssumeRole&Version=2011-06-15")
    assert (answer.status, b"serves objects only" in answer.data) == (403, True)


def test_buckets_keep_versions_and_clean_up(stack: Stack) -> None:
    root = stack.s3("root")
    kept, expire, rules = {}, set(), set()
    for bucket in ("landing", "lakehouse"):
        assert root.get_bucket_versioning(bucket).status == "Enabled"
        lifecycle = root.get_bucket_lifecycle(bucket)
        assert lifecycle
        for rule in lifecycle.rules:
            assert rule.rule_filter and rule.status == "Enabled"
            place = (bucket, rule.rule_filter.prefix or "")
            if rule.noncurrent_version_expiration:
                kept[place] = rule.noncurrent_version_expiration.noncurrent_days
            if rule.expiration and rule.expiration.days:
                expire.add(place)
            rules.add((*place, rule.rule_id))
    # That unfinished uploads are given up is asked for too; MinIO does so after a day anyway, and does not say it.
    assert rules >= {("landing", "", "leftovers"), ("lakehouse", "", "leftovers")}
    # What waits in landing and what is in the archive never goes, whatever covers it.
    assert kept == {
        ("landing", "quarantine/"): 30,
        ("landing", "refused/"): 30,
        ("lakehouse", "warehouse/"): 1,
        ("lakehouse", "archive/arriving/"): 1,
    }
    assert expire == {("lakehouse", "archive/arriving/")}
