"""Pages that need nothing but themselves: no script, no request, no font of their own; what providers wrote is text."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ingest.common.errors import MoviesError
from ingest.common.files import replaced
from movies_lakehouse.outputs.pages.formats import UNKNOWN, figure, formatted, isolated, percent, visible
from movies_lakehouse.outputs.show import is_number


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
    jinja.filters |= {"figure": figure, "percent": percent, "formatted": formatted, "isolated": isolated}
    jinja.tests |= {"number": is_number, "amount": UNKNOWN.__contains__}
    return jinja.get_template(template).render(runtime=runtime, made_at=made_at or datetime.now(UTC), **values)
