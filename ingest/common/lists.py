"""Lists of names as one text, for people and for columns of tables: names with commas in them stay whole."""

import json
import re
from collections.abc import Iterable

NAME = re.compile(r'("(?:[^"\\]|\\.)*"|.*?)(?:, |\Z)', re.DOTALL)


def listed(names: Iterable[str]) -> str:
    """
    The names with commas between them, in quotes where a name has a comma itself or begins with a quote.

    >>> listed(["mood", "gross, net"])
    'mood, "gross, net"'
    """
    return ", ".join(
        json.dumps(name, ensure_ascii=False) if "," in name or name.startswith('"') else name for name in names
    )


def names_in(text: str) -> list[str]:
    """
    The names of such a list.

    >>> names_in('mood, "gross, net"'), names_in('"big" screens')
    (['mood', 'gross, net'], ['"big" screens'])
    """
    return [name(found) for found in NAME.findall(text) if found]


def name(text: str) -> str:
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:  # written as it was, by a version that quoted none
        return text
