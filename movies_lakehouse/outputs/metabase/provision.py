"""Brings Metabase to what the files say: its first user, Trino, questions and dashboard. Each start repeats it."""

import hashlib
import json
import os
import sys
import uuid
from pathlib import Path
from typing import Any

from ingest.common.errors import MoviesError
from movies_lakehouse.lake.stack import CATALOG
from movies_lakehouse.outputs.dashboards.assets import FOLDER
from movies_lakehouse.outputs.metabase.api import Metabase
from movies_lakehouse.outputs.metabase.questions import Dashboard, Question, read_dashboard
from movies_lakehouse.outputs.metabase.sql import Filter

ADDRESS = "http://metabase:3000"
DATABASE = "Lakehouse"
# Metabase calls Trino by the name of the company behind it.
ENGINE = "starburst"
TRINO = {"host": "trino", "port": 8443, "catalog": CATALOG, "schema": "gold", "user": "metabase", "ssl": True}
TRUST = {"additional-options": "SSLTrustStorePath=/secrets/ca.pem"}
FAILED = "failed"


def main() -> None:
    user, password, trino = (os.environ[f"METABASE_{name}"] for name in ("USER", "PASSWORD", "TRINO_PASSWORD"))
    try:
        for line in provision(Metabase(ADDRESS), user, password, trino):
            print(line)
    except MoviesError as error:
        sys.exit(f"metabase: {error}")


def provision(metabase: Metabase, user: str, password: str, trino_password: str, folder: Path = FOLDER) -> list[str]:
    """What was new or has changed; MoviesError, with the question's name, where one is wrong."""
    dashboard = read_dashboard(folder)
    metabase.log_in(user, password)
    database = connect(metabase, trino_password)
    listed = metabase.ask("GET", "card")
    cards: dict[str, int] = {}
    said = []
    for question in dashboard.questions:
        try:
            cards[question.name], done = bring(metabase, question, database, listed)
        except MoviesError as error:
            raise type(error)(f"question {question.name!r} ({question.file}): {error}") from None
        said += [f"question {question.name!r}: {done}"] if done else []
    if arrange(metabase, dashboard, cards):
        said.append(f"dashboard {dashboard.name!r}: arranged")
    return said or ["nothing has changed"]


def connect(metabase: Metabase, password: str) -> int:
    """Trino as a database of Metabase, which tells no password: it is given anew each time, and tried by Metabase."""
    body = {"name": DATABASE, "engine": ENGINE, "details": TRINO | TRUST | {"password": password}}
    known = metabase.named("database", DATABASE, metabase.ask("GET", "database")["data"])
    answer = metabase.ask("PUT", f"database/{known['id']}", body) if known else metabase.ask("POST", "database", body)
    return int(answer["id"])


def bring(metabase: Metabase, question: Question, database: int, listed: list[dict[str, Any]]) -> tuple[int, str]:
    """The question's number, and what was done to it; it is asked once, so that a wrong one is found here."""
    body = card(question, database)
    known = metabase.named("question", question.name, listed)
    done = ""
    if not known:
        known, done = metabase.ask("POST", "card", body), "new"
    elif known.get("description") != body["description"]:
        known, done = metabase.ask("PUT", f"card/{known['id']}", body), "changed"
    number = int(known["id"])
    answer = metabase.ask("POST", f"card/{number}/query", {})
    if answer["status"] == FAILED:
        raise MoviesError(f"Trino does not answer it: {answer.get('error')}")
    return number, done


def card(question: Question, database: int) -> dict[str, Any]:
    native = {"query": question.sql, "template-tags": {each.column: tag(each) for each in question.filters}}
    return marked(
        question.file,
        {
            "name": question.name,
            "display": question.display,
            "visualization_settings": question.settings,
            "dataset_query": {"type": "native", "database": database, "native": native},
            "collection_id": None,
        },
    )


def marked(origin: str, body: dict[str, Any]) -> dict[str, Any]:
    """With a description that changes with the rest: Metabase gives queries back in another form than it was given."""
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:12]
    return body | {"description": f"From {origin}, version {digest}."}


def tag(each: Filter) -> dict[str, str]:
    kind = "number" if each.is_number else "text"
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, each.column))
    return {"id": number, "name": each.column, "display-name": each.name, "type": kind}


def arrange(metabase: Metabase, dashboard: Dashboard, cards: dict[str, int]) -> bool:
    """The dashboard with its filters and questions, all at once; whether it was not so before."""
    body = marked(
        "dashboards/dashboards/movies.yaml",
        {
            "parameters": [parameter(each) for each in dashboard.filters],
            "dashcards": [
                dashcard(-number, each, cards[each.name]) for number, each in enumerate(dashboard.questions, 1)
            ],
        },
    )
    known = metabase.named("dashboard", dashboard.name, metabase.ask("GET", "dashboard"))
    known = known or metabase.ask("POST", "dashboard", {"name": dashboard.name})
    if known.get("description") == body["description"]:
        return False
    metabase.ask("PUT", f"dashboard/{known['id']}", body)
    return True


def parameter(each: Filter) -> dict[str, str]:
    kind = "number/=" if each.is_number else "string/="
    return {"id": each.column, "name": each.name, "slug": each.column, "type": kind}


def dashcard(number: int, question: Question, card: int) -> dict[str, Any]:
    """New ones have negative numbers; those that the list lacks are removed."""
    mappings = [
        {"parameter_id": each.column, "card_id": card, "target": ["variable", ["template-tag", each.column]]}
        for each in question.filters
    ]
    own = {"id": number, "card_id": card, "parameter_mappings": mappings, "visualization_settings": {}, "series": []}
    return own | question.place


if __name__ == "__main__":
    main()
