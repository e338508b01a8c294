"""Metabase as contract.yaml describes it: it refuses what that would, and remembers the rest."""

import json
import re
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

CONTRACT = yaml.safe_load((Path(__file__).parent / "contract.yaml").read_text())
WITHOUT_SESSION = {"GET session/properties", "POST setup", "POST session", "GET health"}
Answer = tuple[int, Any]
Asset = dict[str, Any]


@dataclass
class State:
    """What this Metabase knows, and what it was asked."""

    trino_password: str
    token: str = field(default_factory=lambda: str(uuid.uuid4()))
    users: dict[str, str] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)
    database: dict[int, Asset] = field(default_factory=dict)
    card: dict[int, Asset] = field(default_factory=dict)
    dashboard: dict[int, Asset] = field(default_factory=dict)
    # Names that Trino would not find in a query.
    unknown: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def writes(self) -> list[str]:
        return [call for call in self.asked if not call.startswith("GET ")]

    def add(self, kind: str, body: Asset) -> Asset:
        numbers: dict[int, Asset] = getattr(self, kind)
        # Numbers count through all kinds, so that one taken for another is seen.
        number = 1 + len(self.database) + len(self.card) + len(self.dashboard)
        numbers[number] = body | {"id": number}
        return numbers[number]


def lacking(call: str, body: Asset) -> list[str]:
    """What the contract misses in a body, or finds too much."""
    rules = CONTRACT["calls"][call]
    missing = [path for path in rules.get("needs", []) if at(body, path) in (None, "")]
    extra = [f"{key}.{name}" for key, names in rules.get("closed", {}).items() for name in set(body[key]) - set(names)]
    return missing + extra


def at(body: Asset, path: str) -> Any:
    value: Any = body
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


class Server(ThreadingHTTPServer):
    state: State


class FakeMetabase(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.answer()

    do_POST = do_PUT = do_GET

    def answer(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        path = self.path.removeprefix("/api/")
        [number] = re.findall(r"\d+", path) or ["0"]
        call = f"{self.command} {re.sub(r'[0-9]+', 'ID', path)}"
        self.server.state.asked.append(call)
        status, said = self.said(call, int(number), body)
        text = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def said(self, call: str, number: int, body: Asset) -> Answer:
        state = self.server.state
        if call not in CONTRACT["calls"]:
            return 404, "API endpoint does not exist."
        if call not in WITHOUT_SESSION and self.headers.get("X-Metabase-Session") not in state.sessions:
            return 401, "Unauthenticated"
        if wrong := lacking(call, body):
            return 400, {"errors": dict.fromkeys(wrong, "value is missing or not taken")}
        method, _, path = call.partition(" ")
        kind = path.split("/")[0]
        if path.endswith("/ID") and number not in getattr(state, kind):
            return 404, "Not found."
        if hasattr(self, special := f"{method.lower()}_{path.replace('/', '_')}"):
            answer: Answer = getattr(self, special)(number, body)
            return answer
        if method == "GET":
            return 200, list(getattr(state, kind).values())
        return 200, state.add(kind, body)

    def get_session_properties(self, _: int, __: Asset) -> Answer:
        known = bool(self.server.state.users)
        return 200, {"has-user-setup": known, "setup-token": None if known else self.server.state.token}

    def get_health(self, _: int, __: Asset) -> Answer:
        return 200, {"status": "ok"}

    def post_setup(self, _: int, body: Asset) -> Answer:
        state = self.server.state
        if state.users:
            return 403, "The /api/setup route can only be used to create the first user."
        if body["token"] != state.token:
            return 400, {"errors": {"token": "Token does not match the setup token."}}
        state.users[body["user"]["email"]] = body["user"]["password"]
        return self.new_session()

    def post_session(self, _: int, body: Asset) -> Answer:
        if self.server.state.users.get(body["username"]) != body["password"]:
            return 401, {"errors": {"password": "did not match stored password"}}
        return self.new_session()

    def new_session(self) -> Answer:
        session = str(uuid.uuid4())
        self.server.state.sessions.add(session)
        return 200, {"id": session}

    def get_database(self, _: int, __: Asset) -> Answer:
        databases = list(self.server.state.database.values())
        return 200, {"data": databases, "total": len(databases)}

    def post_database(self, _: int, body: Asset) -> Answer:
        return self.connected(body) or (200, self.server.state.add("database", self.masked(body)))

    def put_database_ID(self, number: int, body: Asset) -> Answer:
        self.server.state.database[number] |= self.masked(body)
        return self.connected(body) or (200, self.server.state.database[number])

    def connected(self, body: Asset) -> Answer | None:
        """Metabase tries a connection before it takes it."""
        if body["details"]["password"] in (self.server.state.trino_password, CONTRACT["mask"]):
            return None
        return 400, {"errors": {}, "message": "Authentication failed: Access Denied: Invalid credentials"}

    def masked(self, body: Asset) -> Asset:
        return body | {"details": body["details"] | {"password": CONTRACT["mask"]}}

    def post_card(self, _: int, body: Asset) -> Answer:
        return self.refused(body) or (200, self.server.state.add("card", body))

    def put_card_ID(self, number: int, body: Asset) -> Answer:
        self.server.state.card[number] |= body
        return self.refused(body) or (200, self.server.state.card[number])

    def refused(self, body: Asset) -> Answer | None:
        query = body["dataset_query"]
        if body["display"] not in CONTRACT["displays"] or query["database"] not in self.server.state.database:
            return 400, {"errors": {"display or database": "not known"}}
        return None

    def post_card_ID_query(self, number: int, _: Asset) -> Answer:
        query = self.server.state.card[number]["dataset_query"]["native"]
        # A gap whose tag is not declared is an error, chosen or not.
        undeclared = set(re.findall(r"\{\{(\w+)\}\}", query["query"])) - query["template-tags"].keys()
        if wrong := sorted(undeclared | {name for name in self.server.state.unknown if name in query["query"]}):
            return 202, {"status": "failed", "error": f"Column '{wrong[0]}' cannot be resolved"}
        return 202, {"status": "completed", "data": {"rows": []}}

    def put_dashboard_ID(self, number: int, body: Asset) -> Answer:
        places = body.get("dashcards", [])
        numbers = [place.get("id") for place in places]
        if any(place.get(key) is None for place in places for key in CONTRACT["dashcard"]):
            return 400, {"errors": {"dashcards": "value is missing"}}
        if len(set(numbers)) < len(numbers) or {place["card_id"] for place in places} - self.server.state.card.keys():
            return 400, {"errors": {"dashcards": "one number twice, or a card that is not there"}}
        self.server.state.dashboard[number] |= body
        return 200, self.server.state.dashboard[number]

    def log_message(self, *_: object) -> None:
        pass
