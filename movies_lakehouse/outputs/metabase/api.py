"""Metabase's API, as far as provisioning needs it."""

from typing import Any

import requests

from ingest.common.errors import MoviesError, Unreachable

TIMEOUT_SECONDS = 120
LONGEST_TEXT = 300


class Metabase:
    """One session; what Metabase refuses is a MoviesError with what it says."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        # A proxy of the environment is for hosts outside.
        self.session.trust_env = False

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        try:
            answer = self.session.request(method, f"{self.address}/api/{path}", json=body, timeout=TIMEOUT_SECONDS)
        except requests.RequestException as error:
            raise Unreachable(f"Metabase cannot be asked for {path}: {error}") from None
        if not answer.ok:
            said = " ".join(answer.text.split())[:LONGEST_TEXT]
            raise MoviesError(f"Metabase answers {answer.status_code} to {method} {path}: {said}")
        return answer.json() if answer.content else None

    def log_in(self, user: str, password: str) -> None:
        """As the first user, who is made when there is none."""
        known = self.ask("GET", "session/properties")
        if known.get("setup-token") and not known.get("has-user-setup"):
            first = {"email": user, "password": password, "first_name": "Admin", "last_name": "of the lakehouse"}
            site = {"site_name": "Movies", "allow_tracking": False}
            answer = self.ask("POST", "setup", {"token": known["setup-token"], "user": first, "prefs": site})
        else:
            answer = self.ask("POST", "session", {"username": user, "password": password})
        self.session.headers["X-Metabase-Session"] = answer["id"]

    def named(self, kind: str, name: str, listed: Any) -> dict[str, Any] | None:
        """The only one of this name, which Metabase lets several have; MoviesError where there are."""
        found: list[dict[str, Any]] = [each for each in listed if each["name"] == name]
        if len(found) > 1:
            raise MoviesError(f"Metabase has {len(found)} {kind}s named {name!r}: rename or delete all but one")
        return found[0] if found else None
