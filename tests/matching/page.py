"""docs/matching.md: what matching does, and how well."""

from pathlib import Path

from tests.bench.measure import table
from tests.matching.matched import EXACT, MATCH_RULES, Outcome
from tests.matching.movies import by_phenomenon, listed
from tests.matching.tables import by_rule, by_set, of_phenomena, of_unsure_rule, within_reach

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"
HEAD = """\
<!-- Made by `make bench-matching`. Do not edit. -->
# Which rows are one movie

## What matching does

Rows of two providers whose titles [compare alike](rules.md#how-titles-are-compared) and whose year is the same are one
movie: `{exact}`. What [people decided](overrides.md) goes before (rule `alias`; nothing for these figures). Names that
some provider lacks are then compared by these rules, the surest first:

{rules}

They stand in [match_rules.sql](../dbt/macros/matching/match_rules.sql). Two names count as one movie when they
are, by the surest rule that finds either, the only pair of both. Two names that one provider has both are never one
movie. `silver.match_decisions` lists every pair that a rule found, and why it was or was not taken;
`silver.movie_matches` tells the rule by which each row came to its movie."""
LABELS = """\
## What it is measured with

Three lists of pairs that people know to be one movie or two: `pixar` and `real-538` with all true pairs of real
deliveries, `challenge` with the spellings and traps that are hardest, made by hand. How they were made:
[labels](../tests/matching/labels/README.md). The rules' lists of words were written with these labels in view, so fewer
of the hard spellings will be found among movies that nobody looked at. Figures on other lists are in
[decision 0014](decisions/0014-matching-by-pairs.md).

Every list is matched by itself. A pair is found when a row of one provider and a row of another have one `movie_id` in
`silver.movie_matches`. It is right when it is labelled as one movie; any other is false, also when no label
speaks of it."""
BY_RULE = """\
## By rule

All lists together. A pair's rule is the less sure one of those by which its two rows came to the movie. The last column
is how much recall would fall without the rule's right pairs."""
UNSURE = """\
## The rule that is not taken

`{rule}`: {says}. Its pairs stand in
`silver.match_decisions` as `not sure enough` and stay two movies. Taken, they would bring:"""
PHENOMENA = """\
## By phenomenon

The list `challenge`: pairs that are one movie, how many of them were found and missed; traps are pairs that are not."""


def page(outcomes: list[Outcome]) -> str:
    """The whole page; nothing on it depends on the machine or the day."""
    challenge = outcomes[-1]
    return "\n\n".join(
        [
            HEAD.format(exact=EXACT, rules=rules()),
            LABELS,
            f"## Figures\n\n{by_set(outcomes)}\n\n{within_reach(challenge)}",
            f"{BY_RULE}\n\n{by_rule(outcomes)}",
            *(f"{UNSURE.format(rule=rule, says=says)}\n\n{of_unsure_rule(outcomes)}" for rule, says in not_taken()),
            f"{PHENOMENA}\n\n{of_phenomena(challenge)}",
            f"## Every false match\n\n{listed([pair for each in outcomes for pair in each.false])}",
            f"## Every pair that was missed\n\n{missed(outcomes)}",
        ]
    )


def rules() -> str:
    lines = [
        (f"`{rule}`", about["says"], "" if about["taken"] else " (not taken)") for rule, about in MATCH_RULES.items()
    ]
    return "\n".join(f"{number}. {rule}: {says}{note}" for number, (rule, says, note) in enumerate(lines, 1))


def not_taken() -> list[tuple[str, str]]:
    return [(rule, about["says"]) for rule, about in MATCH_RULES.items() if not about["taken"]]


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
