"""The catalog's endpoint: which token may send what; everything else is refused before the catalog sees it."""

import json

import pytest

from tests.stack.support import Request, Stack, run

TABLE = "/v1/namespaces/gold/tables/movies_unified"

# Which token the endpoint lets through to the catalog, whatever the catalog then says to an empty body.
RIGHTS = """
 method target                                          | ingest | trino | dbt | maintenance | reader | admin
 GET    /v1/config                                       | x      | x     | x   | x           | x      | x
 GET    /v1/namespaces                                   | x      | x     | x   | x           | x      | x
 GET    /v1/namespaces/gold                              | x      | x     | x   | x           | x      | x
 GET    /v1/namespaces/audit                             | x      | x     | x   | x           | x      | x
 GET    /v1/namespaces/gold/tables/movies_unified        | x      | x     | x   | x           | x      | x
 GET    /v1/namespaces/audit/tables/movies_unified       | x      | x     | x   | x           | x      | x
 GET    /v1/namespaces/gold/tables/no_such_table         | x      | x     | x   | x           | x      | x
 POST   /v1/namespaces                                   |        |       |     |             |        | x
 POST   /v1/namespaces/bronze/tables                     | x      |       |     |             |        |
 POST   /v1/namespaces/bronze/tables/critic_agg          | x      |       |     | x           |        |
 POST   /v1/namespaces/silver/tables                     |        | x     | x   |             |        |
 POST   /v1/namespaces/gold/tables                       |        | x     | x   |             |        |
 POST   /v1/namespaces/gold/tables/movies_unified        |        | x     | x   | x           |        |
 POST   /v1/namespaces/audit/tables                      |        | x     |     |             |        |
 POST   /v1/namespaces/gold/views                        |        | x     |     |             |        |
 DELETE /v1/namespaces/bronze/tables/no_such_table       |        |       |     |             |        |
 DELETE /v1/namespaces/gold/tables/no_such_table         |        | x     | x   |             |        |
 DELETE /v1/namespaces/gold/tables/no_such_table?purgeRequested=false |        | x     |     |             |        |
 DELETE /v1/namespaces/gold/tables/no_such_table?purgeRequested=False |        |       | x   |             |        |
 DELETE /v1/namespaces/gold                              |        |       |     |             |        |
 POST   /v1/namespaces/gold/properties                   |        |       |     |             |        |
 POST   /v1/namespaces/bronze/register                   |        |       |     |             |        |
 POST   /v1/namespaces/gold/register                     |        |       |     |             |        |
 POST   /v1/tables/rename                                |        |       |     |             |        | x
 POST   /v1/views/rename                                 |        |       |     |             |        |
 POST   /v1/transactions/commit                          |        |       |     |             |        |
 POST   /v1/namespaces/gold/tables/movies_unified/plan   |        |       |     |             |        |
 POST   /v1/oauth/tokens                                 |        |       |     |             |        |
 PUT    /v1/namespaces/gold/tables/movies_unified        |        |       |     |             |        |
"""

# Other ways to write a place that the sender may not write to; each would reach it if the endpoint tidied up targets.
TRICKS = """
 trino  POST   /v1/namespaces/gold/../bronze/tables
 trino  POST   /v1/namespaces/gold/%2e%2e/bronze/tables
 trino  POST   /v1/namespaces/gold%2F..%2Fbronze/tables
 trino  POST   /v1/namespaces/silver/./../bronze/tables
 trino  POST   //v1/namespaces/bronze/tables
 trino  POST   /v1//namespaces/bronze/tables
 trino  POST   /v1/namespaces//bronze/tables
 trino  POST   /v1/namespaces/bronze;gold/tables
 trino  POST   /v1/namespaces/gold;/../bronze/tables
 trino  POST   /v1/namespaces/%62ronze/tables
 trino  POST   /v1/namespaces/BRONZE/tables
 trino  POST   /v1/namespaces/bronze%20/tables
 trino  POST   /v1/namespaces/bronze%1Fgold/tables
 trino  POST   /v1/namespaces/bronze%2Egold/tables
 trino  POST   /v1/namespaces/gold%2Ebronze/tables
 trino  POST   /v1/namespaces/bronze%00/tables
 trino  POST   /v1/namespaces/gold%0a/tables
 trino  POST   /v1/namespaces/bronze/tables?/v1/namespaces/gold/tables
 trino  POST   /v1/namespaces/bronze/tables#/v1/namespaces/gold/tables
 trino  POST   /v1/%6eamespaces/bronze/tables
 trino  POST   /V1/namespaces/bronze/tables
 trino  POST   http://gateway:8181/v1/namespaces/bronze/tables
 trino  DELETE /v1/namespaces/gold/tables/../../bronze/tables/critic_agg
 trino  DELETE /v1/namespaces/gold/tables/%2e%2e%2f%2e%2e%2fbronze%2ftables%2fcritic_agg
 trino  DELETE /v1/namespaces/bronze%2Ftables%2Fcritic_agg/tables/x
 trino  DELETE /v1/namespaces/gold/tables/x?purgeRequested=true&namespace=bronze
 ingest POST   /v1/namespaces/bronze/../gold/tables
 ingest POST   /v1/namespaces/bronze%2F..%2Fgold/tables
 ingest POST   /v1/namespaces/bronze/tables/..%2F..%2Fgold%2Ftables%2Fmovies_unified
 ingest POST   /v1/namespaces/bronze/tables/%2e%2e
 ingest POST   /v1/namespaces/bronze/tables/a/../../../gold/tables/movies_unified
 ingest POST   /v1/namespaces/bronze/tables/critic_agg/
 ingest POST   /v1/namespaces/bronze/tables//
 ingest POST   /v1/namespaces/bronze/tables\\..\\gold
 reader GET    /v1/namespaces/%61udit/tables
 reader GET    /v1/namespaces//audit/tables
 reader GET    /v1/namespaces/gold/tables/..%2F..%2Faudit%2Ftables%2Fmovies
 reader get    /v1/namespaces/gold
 reader POST   /v1/config
"""

REACH = """
import json, socket, sys

def reached(host):
    try:
        socket.create_connection((host, 8181), timeout=3).close()
    except OSError:
        return False
    return True

json.dump([reached(host) for host in json.load(sys.stdin)], sys.stdout)
"""
ADDRESSES = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"


def rights() -> dict[tuple[str, str, str], bool]:
    """Whether a token may, by client, method and target."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in RIGHTS.strip().splitlines()]
    return {
        (client, *method_and_target(line[0])): may == "x"
        for line in lines
        for client, may in zip(head[1:], line[1:], strict=True)
    }


def method_and_target(text: str) -> tuple[str, str]:
    method, target = text.split()
    return method, target


def test_a_token_opens_what_it_is_for_and_nothing_else(stack: Stack) -> None:
    asked = [Request(method, target, stack.bearer(client), "{}") for client, method, target in rights()]
    told = [not refused(answer) for answer in stack.http(asked)]
    assert dict(zip(rights(), told, strict=True)) == rights()


def refused(answer: tuple[int, str]) -> bool:
    """Whether the endpoint itself, or the server that it runs on, turned a request away."""
    status, body = answer
    return status in (400, 403, 405) and ("catalog gateway" in body or "<center>nginx" in body)


def test_no_spelling_of_a_target_opens_more(stack: Stack) -> None:
    tricks = [line.split() for line in TRICKS.strip().splitlines()]
    answers = stack.http([Request(method, target, stack.bearer(client), "{}") for client, method, target in tricks])
    assert [(trick, answer) for trick, answer in zip(tricks, answers, strict=True) if not refused(answer)] == []


def test_without_a_token_of_ours_nobody_is_let_in(stack: Stack) -> None:
    token = stack.secrets["token_trino"]
    wrong = [
        *(None, "", "Bearer", "Bearer ", f"Bearer {'x' * len(token)}", f"Bearer {token[:-1]}", f"Bearer {token}x"),
        *(f"Bearer {token.swapcase()}", f"bearer {token}", f"BEARER {token}", f"Bearer  {token}", f"Bearer {token} x"),
        *(
            token,
            f"Basic {token}",
            f"Token {token}",
            f"Bearer {token[:16]}.*",
            "Bearer .*",
            "Bearer ^",
            f"x, Bearer {token}",
        ),
        *(f"Bearer {stack.secrets[name]}" for name in ("s3_root", "trino_admin", "postgres_catalog", "trino_internal")),
    ]
    answers = stack.http([Request("GET", TABLE, authorization) for authorization in wrong])
    assert {status for status, _ in answers} == {401}


def test_the_catalogs_themselves_which_ask_for_no_token_are_out_of_reach(stack: Stack) -> None:
    """From where the provisioning job is: on every network that a client of the catalog is on."""
    catalogs = ["catalog", "catalog-ingest"]
    containers = stack.compose("ps", "--quiet", *catalogs).split()
    addresses = run(["docker", "inspect", "--format", ADDRESSES, *containers]).split()
    assert len(addresses) == 4
    reached = stack.python(REACH, ["gateway", *catalogs, *addresses])
    assert reached == [True] + [False] * 6


def test_the_answer_to_an_unknown_client_tells_nothing(stack: Stack) -> None:
    there, missing = stack.http([Request("GET", TABLE), Request("GET", "/v1/namespaces/gold/tables/no_such_table")])
    assert there == missing


def test_a_table_tells_no_key_to_storage(stack: Stack) -> None:
    [(status, table), (_, config)] = stack.http(
        [Request("GET", TABLE, stack.bearer("reader")), Request("GET", "/v1/config", stack.bearer("reader"))]
    )
    assert status == 200
    assert not json.loads(table).get("config") and not json.loads(table).get("storage-credentials")
    assert not [name for name, value in stack.secrets.items() if value in table + config]


@pytest.mark.parametrize("client, location", [("ingest", "gold"), ("ingest", "audit"), ("trino", "bronze")])
def test_a_table_cannot_be_placed_into_another_layer(stack: Stack, client: str, location: str) -> None:
    """The endpoint sees no bodies; the key of the catalog behind it must not reach further than the token does."""
    own = "bronze" if client == "ingest" else "silver"
    body = json.dumps(
        {
            "name": "strayed",
            "location": f"s3://lakehouse/warehouse/{location}/strayed",
            "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "int", "required": False}]},
        }
    )
    target = f"/v1/namespaces/{own}/tables"
    [(status, answer), (looked_up, _)] = stack.http(
        [Request("POST", target, stack.bearer(client), body), Request("GET", f"{target}/strayed", stack.bearer(client))]
    )
    assert (status >= 400, looked_up) == (True, 404), answer[:500]
