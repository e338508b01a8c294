"""Names of the columns of an answer."""

from itertools import chain, count


def numbered(names: list[str]) -> list[str]:
    """
    Names of columns, a number behind those that are there already: a row as a dictionary has room for one of a name.

    >>> numbered(["title", "year", "title"])
    ['title', 'year', 'title_2']
    """
    taken: list[str] = []
    for name in names:
        free = (f"{name}_{number}" for number in count(2))
        taken.append(next(each for each in chain([name], free) if each not in taken))
    return taken
