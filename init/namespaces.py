"""The catalog's namespaces: no service may make any, so they are made here."""

import json
import urllib.error
import urllib.request
from collections.abc import Collection

CATALOG = "http://gateway:8181/v1"
# `staging` and `matching` hold the working tables of a build, `audit` what is to be published once its tests pass.
NAMESPACES = ("bronze", "staging", "matching", "audit", "silver", "gold")
ALREADY_EXISTS = 409


def create_namespaces(token: str) -> None:
    for name in NAMESPACES:
        post(token, "namespaces", {"namespace": [name]}, unless={ALREADY_EXISTS})


def post(token: str, path: str, body: object, unless: Collection[int]) -> None:
    """Ask the catalog to do something; an answer of `unless` says that it is not needed, others are errors."""
    request = urllib.request.Request(
        f"{CATALOG}/{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        urllib.request.urlopen(request, timeout=60).close()
    except urllib.error.HTTPError as answer:
        if answer.code not in unless:
            raise
