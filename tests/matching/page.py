"""docs/matching.md: what matching does, and how well."""

from pathlib import Path

from tests.bench.measure import table
from tests.matching.matched import EXACT, MATCH_RULES, Outcome
from tests.matching.movies import by_phenomenon, listed
from tests.matching.tables import by_rule, by_set, of_listed_rules, of_phenomena, within_reach

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"
HEAD = """\
<!-- Made by `make bench-matching`. Do not edit. -->
# How titles are matched

## What matching does

Matching decides which titles are one movie, of different providers and of one provider that restyles its titles. A
title, here, always includes its year.

Titles that [compare as equal](rules.md#how-titles-are-compared) and have the same year are one movie (rule
`{exact}`). So are titles that [an override](overrides.md) declares to be one movie (rule `alias`, which plays no part
in the figures below). All others are then compared by these rules, in order of priority:

{rules}

The rules are in [match_rules.sql](../dbt/macros/matching/match_rules.sql). Two titles become one movie if, between
their providers, each is the other's only partner by the highest-priority rule that finds a partner for either. A title
may so join one title of each provider; two titles that one delivery names side by side are never one movie, nor do they
meet through a third. `silver.match_decisions` lists every pair that a rule found, with the decision on
it; `silver.movie_matches` has the rule by which each title got its movie.

`same identifier` needs contracts that name [columns with ids](add-a-provider.md#2-answer-the-questions-in-the-contract)
and nothing else: titles that share an id are one movie, even if one delivery names both. An id that one delivery gives
to three titles of different words, or to two that are more than a year apart, stands for none: of that provider it is
rejected. Two titles that have different ids of one kind are never linked, whichever rule finds them, nor do they meet
through a third title (decision `different identifiers`). Only where they compare as equal and have the same year are
they one movie all the same; then the data test `a_title_has_one_id` warns. The lists below have no ids."""
LABELS = """\
## What it is measured with

Three lists of labelled pairs, each known to be one movie or two: `pixar` and `real-538` have all true pairs of real
deliveries; `challenge` was written for this purpose and has the hardest spellings and traps. How they were made:
[labels](../tests/matching/labels/README.md). The word lists of the rules were written with these labels in view, so
on unseen movies fewer of the hard spellings will be found. Figures on other lists are in [decision
0014](decisions/0014-matching-by-pairs.md).

Each list is matched separately. A pair counts as found when a row of one provider and a row of another have the same
`movie_id` in `silver.movie_matches`. It is right when it is labelled as one movie; any other found pair is false,
even if no label mentions it."""
BY_RULE = """\
## By rule

All lists together. If the two titles of a pair got their movie by different rules, the pair counts for the rule of
lower priority. The last column is how far recall would fall without the rule's right pairs."""
LISTED = """\
## Pairs that are only listed

In `silver.match_decisions` the pairs of these rules have the decision `only listed`, and they stay two movies. If they
were taken, they would add:"""
PHENOMENA = """\
## By phenomenon

For the list `challenge`: pairs that are one movie, and how many of them were found and missed; traps are pairs that
are two movies."""


def page(outcomes: list[Outcome]) -> str:
    """The whole page; nothing on it depends on the machine or the day."""
    challenge = outcomes[-1]
    return "\n\n".join(
        [
            HEAD.format(exact=EXACT, rules=rules()),
            LABELS,
            f"## Figures\n\n{by_set(outcomes)}\n\n{within_reach(challenge)}",
            f"{BY_RULE}\n\n{by_rule(outcomes)}",
            f"{LISTED}\n\n{of_listed_rules(outcomes)}",
            f"{PHENOMENA}\n\n{of_phenomena(challenge)}",
            f"## Every false match\n\n{listed([pair for each in outcomes for pair in each.false])}",
            f"## Every pair that was missed\n\n{missed(outcomes)}",
        ]
    )


def rules() -> str:
    lines = [
        (f"`{rule}`", about["about"], "" if about["taken"] else " (only listed)") for rule, about in MATCH_RULES.items()
    ]
    return "\n".join(f"{number}. {rule}: {about}{note}" for number, (rule, about, note) in enumerate(lines, 1))


def missed(outcomes: list[Outcome]) -> str:
    """By list where it names no phenomenon."""
    groups = {
        name or outcome.labelled.name: pairs
        for outcome in outcomes
        for name, pairs in by_phenomenon(outcome.missed, outcome.labelled.same).items()
    }
    return table(
        "phenomenon | pairs | movies", [[f"`{name}`", len(pairs), listed(pairs)] for name, pairs in groups.items()]
    )
