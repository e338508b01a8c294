"""Names of columns made out of delivered headers."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from ingest.contracts.table import fold
from movies_lakehouse.lake.columns import unlike

SIGNS = {"$": " usd ", "%": " percent "}


def snake(header: str) -> str:
    """
    The header in small letters, digits and _; empty where it has none of them.

    >>> snake("GrossUSD (m)"), snake("Título"), snake("releaseYear"), snake("片名")
    ('gross_usd_m', 'titulo', 'release_year', '')
    """
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", plain)
    return re.sub(r"[^a-z0-9]+", "_", apart.lower()).strip("_")


def words(header: str) -> set[str]:
    """
    The words of a header, signs among them.

    >>> sorted(words("Total Gross ($)"))
    ['gross', 'total', 'usd']
    """
    for sign, word in SIGNS.items():
        header = header.replace(sign, word)
    return set(snake(header).split("_"))


def column_names(headers: Iterable[str], provider: str, taken: Collection[str]) -> dict[str, str]:
    """
    A name for every header, as near to it as can be: apart from the others, and from what the SQL calls something else.

    >>> column_names(["Movie", "movie_id", "3D"], "streaming", {"movie_id"})
    {'Movie': 'movie', 'movie_id': 'streaming_movie_id', '3D': 'streaming_3d'}
    """
    headers = list(headers)
    folded = {fold(header) for header in headers}
    names: dict[str, str] = {}
    for number, header in enumerate(headers, 1):
        name = snake(header) or f"column_{number}"
        if name in taken or name[0].isdigit():
            name = f"{provider}_{name}"
        names[header] = unlike(name, {*taken, *names.values(), *(folded - {fold(header)})})
    return names
