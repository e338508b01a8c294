"""The figures of docs/matching.md: a function a table."""

from collections import Counter
from collections.abc import Iterable
from itertools import product

from tests.bench.measure import table
from tests.matching.labelled import Pair
from tests.matching.matched import MATCH_RULES, RULES, Outcome
from tests.matching.score import Score, score, total

# One movie whose titles share no letters, or whose years lie far apart, is known only to who has seen it.
BEYOND_TITLE_AND_YEAR = ("foreign_title", "mojibake", "year_off_by_more")


def by_set(outcomes: list[Outcome]) -> str:
    scores = {f"`{outcome.labelled.name}`": score(outcome) for outcome in outcomes}
    scores["all"] = total(scores.values())
    return table(
        "list | pairs | found | right | precision | recall | F1",
        [[name, *figures(each)] for name, each in scores.items()],
    )


def figures(each: Score) -> list[object]:
    return [each.same, each.found, each.right, *map(four_digits, (each.precision, each.recall, each.f1))]


def four_digits(share: float) -> str:
    return f"{share:.4f}"


def within_reach(challenge: Outcome) -> str:
    """Recall where title and year can tell at all."""
    reachable = {pair for pair, name in challenge.labelled.same.items() if name not in BEYOND_TITLE_AND_YEAR}
    right = reachable & challenge.right
    names = ", ".join(f"`{name}`" for name in BEYOND_TITLE_AND_YEAR)
    return (
        f"Three phenomena of `challenge` ask for more than title and year:\n{names}. The recall above counts them.\n"
        f"Without them it is {four_digits(len(right) / len(reachable))} ({len(right)} of {len(reachable)} pairs)."
    )


def by_rule(outcomes: list[Outcome]) -> str:
    found = Counter(rule for outcome in outcomes for rule in outcome.found.values())
    right = Counter(outcome.found[pair] for outcome in outcomes for pair in outcome.right)
    same = sum(len(outcome.labelled.same) for outcome in outcomes)
    lines = [
        [f"`{rule}`", found[rule], right[rule], four_digits(right[rule] / found[rule]), four_digits(right[rule] / same)]
        for rule in RULES
        if found[rule]
    ]
    return table("rule | pairs found | right | precision | recall lost without it", lines)


def of_listed_rules(outcomes: list[Outcome]) -> str:
    lines = []
    for rule, outcome in product((name for name, rule in MATCH_RULES.items() if not rule["taken"]), outcomes):
        pairs = {pair for pair, its_rule in outcome.listed.items() if its_rule == rule}
        right = pairs & outcome.labelled.same.keys()
        lines.append([f"`{rule}`", f"`{outcome.labelled.name}`", len(right), len(pairs - right)])
    return table("rule | list | right pairs more | false pairs more", lines)


def of_phenomena(challenge: Outcome) -> str:
    """A false match of two rows that no line names together has no phenomenon."""
    labelled = challenge.labelled
    same, traps = Counter(labelled.same.values()), Counter(labelled.different.values())
    missed, false = counted(challenge.missed, labelled.same), counted(challenge.false, labelled.different)
    lines: list[list[object]] = [
        [f"`{name}`", same[name], same[name] - missed[name], missed[name], traps[name], false[name]] for name in same
    ]
    if false[""]:
        lines.append(["not labelled", "", "", "", "", false[""]])
    return table("phenomenon | pairs | found | missed | traps | false", lines)


def counted(pairs: Iterable[Pair], phenomena: dict[Pair, str]) -> Counter[str]:
    return Counter(phenomena.get(pair, "") for pair in pairs)
