"""Names of columns that have to differ."""

from collections.abc import Collection


def numbered(names: list[str]) -> list[str]:
    """
    Names of columns, a number behind those that are there already: a row as a dictionary has room for one of a name.

    >>> numbered(["title", "year", "title"])
    ['title', 'year', 'title_2']
    """
    taken: list[str] = []
    for name in names:
        taken.append(unlike(name, taken))
    return taken


def unlike(name: str, others: Collection[str]) -> str:
    """
    The name, with the first number behind it that tells it from the others.

    >>> unlike("score", {"score", "score_2"})
    'score_3'
    """
    tried, number = name, 1
    while tried in others:
        number += 1
        tried = f"{name}_{number}"
    return tried
