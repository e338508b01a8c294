"""Pages that need nothing but themselves: no script, no request, no font of their own; what providers wrote is text."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ingest.common.errors import MoviesError
from ingest.common.files import replaced
from movies_lakehouse.outputs.show import CONTROL, is_number


def write_page(path: Path, text: str) -> None:
    """Write a page; folders on the way to it are made. MoviesError when `path` is a folder itself."""
    if path.is_dir():
        raise MoviesError(f"{path} is a folder; name a file in it, such as {path / 'page.html'}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def rendered(template: str, runtime: str, made_at: datetime | None = None, **values: Any) -> str:
    """HTML of a template, a path below this package's parent, made now unless `made_at` says when."""
    jinja = Environment(
        loader=PackageLoader("movies_lakehouse.outputs", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=visible,
    )
    jinja.filters |= {"figure": figure, "percent": percent}
    jinja.tests["number"] = is_number
    return jinja.get_template(template).render(runtime=runtime, made_at=made_at or datetime.now(UTC), **values)


def visible(value: object) -> object:
    """Control characters of a text shown for what they are, since a page may not have them; moments to the minute."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.translate(CONTROL) if isinstance(value, str) else value


def figure(value: int | Decimal) -> str:
    """
    A figure as people read it; four digits need no separator, and a year must not have one.

    >>> figure(Decimal("223225679.00")), figure(Decimal("7.50")), figure(2010)
    ('223,225,679', '7.5', '2010')
    """
    number = Decimal(value)
    digits = f"{number:,f}" if abs(number) >= 10_000 else f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def percent(share: float | Decimal) -> str:
    """
    A share of 1 as a percentage; one that is not zero never looks so.

    >>> percent(Decimal("0.1409")), percent(1), percent(0), percent(0.0001)
    ('14.1 %', '100 %', '0 %', 'under 0.1 %')
    """
    if 0 < share < 0.0005:
        return "under 0.1 %"
    return f"{figure(round(Decimal(share) * 100, 1))} %"
