"""The catalog's namespaces: no service may make any, so they are made here."""

from collections.abc import Collection
from http import HTTPStatus

import urllib3

CATALOG = "http://gateway:8181/v1"
# `staging` and `matching` hold the working tables of a build, `audit` what is to be published once its tests pass.
NAMESPACES = ("bronze", "staging", "matching", "audit", "silver", "gold")
ALREADY_EXISTS = 409
# For a minute: the catalog answers 500 as often as it has connections to a database that was away.
RETRIES = urllib3.Retry(
    total=16,
    backoff_factor=0.5,
    backoff_max=5,
    status_forcelist=(500, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
)


def create_namespaces(token: str) -> None:
    for name in NAMESPACES:
        post(token, "namespaces", {"namespace": [name]}, unless={ALREADY_EXISTS})


def post(token: str, path: str, body: object, unless: Collection[int]) -> None:
    """Ask the catalog to do something; an answer of `unless` says that it is not needed, others are errors."""
    headers = {"Authorization": f"Bearer {token}"}
    try:
        answer = urllib3.request("POST", f"{CATALOG}/{path}", json=body, headers=headers, timeout=60, retries=RETRIES)
    except urllib3.exceptions.HTTPError as error:
        raise SystemExit(f"the catalog cannot be asked for {path}: {error}") from None
    if answer.status >= HTTPStatus.BAD_REQUEST and answer.status not in unless:
        raise SystemExit(f"the catalog answers {answer.status} to {path}")
