"""Pairs of movies as Markdown."""

from collections import defaultdict

from tests.matching.labelled import Pair


def by_phenomenon(pairs: list[Pair], phenomena: dict[Pair, str]) -> dict[str, list[Pair]]:
    """The pairs that have a phenomenon, in the order of the labels."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(pairs, key=list(phenomena).index):
        groups[phenomena[pair]].append(pair)
    return groups


def listed(pairs: list[Pair]) -> str:
    return "; ".join(map(shown, pairs)) or "None."


def shown(pair: Pair) -> str:
    """What both names share is said once."""
    one, other = pair
    if one.title == other.title:
        return f"`{one.title}` {one.year}, {other.year}"
    if one.year == other.year:
        return f"`{one.title}`, `{other.title}` {one.year}"
    return f"`{one.title}` {one.year}, `{other.title}` {other.year}"
