"""The quality report as one page."""

from datetime import datetime

from movies_lakehouse.outputs.pages.page import rendered
from movies_lakehouse.outputs.status import Rows


def page(answer: dict[str, Rows], runtime: str, made_at: datetime | None = None) -> str:
    """HTML of the tables that report.py gives."""
    by_rule = movies_by_rule(answer["match_rates"])
    return rendered("quality/page.html.j2", runtime, made_at, answer=answer, movies_by_rule=by_rule)


def movies_by_rule(match_rates: Rows) -> dict[str, dict[str, int]]:
    """provider -> rule -> movies."""
    found: dict[str, dict[str, int]] = {}
    for row in match_rates:
        found.setdefault(row["provider"], {})[row["rule"]] = row["movies"]
    return found
