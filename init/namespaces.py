"""The catalog's namespaces: no service may make any, so they are made here."""

import json
import urllib.error
import urllib.request

CATALOG = "http://gateway:8181/v1/namespaces"
# `staging` and `matching` hold the working tables of a build, `audit` what is to be published once its tests pass.
NAMESPACES = ("bronze", "staging", "matching", "audit", "silver", "gold")
ALREADY_EXISTS = 409


def create_namespaces(token: str) -> None:
    for name in NAMESPACES:
        request = urllib.request.Request(
            CATALOG,
            data=json.dumps({"namespace": [name]}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            urllib.request.urlopen(request, timeout=60).close()
        except urllib.error.HTTPError as answer:
            if answer.code != ALREADY_EXISTS:
                raise
