"""What version 0.1 called tables, columns and seeds that have another name now, or that nobody can read any more."""

import re

from ingest.bronze import renames as bronze

TABLES = bronze.RENAMED_TABLES | {
    "silver.match_candidates": "silver.match_decisions",
    "silver.shared_facts": "silver.provider_facts",
}
# Columns of silver and gold, by today's name of their table.
COLUMNS = {
    "silver.match_decisions": {
        "film_id": "title_id",
        "same_as": "matched_title_id",
        "other_title": "matched_title",
        "other_year": "matched_year",
        "verdict": "decision",
    },
    "silver.provider_facts": {"choice": "rank", "place": "precedence"},
    "silver.audience_pulse": {"domestic_box_office_gross": "domestic_box_office_gross_usd"},
    "gold.movies_by_year": {"films": "movies"},
    "gold.provider_coverage": {"films": "movies"},
}
# Working tables of a build that were published once, and the published table that answers the same questions.
UNPUBLISHED = {
    "silver.stg_audience_pulse": "silver.audience_pulse",
    "silver.stg_critic_agg": "silver.critic_agg",
    "silver.stg_box_office": "silver.box_office_metrics",
    "silver.stg_box_office_domestic": "silver.box_office_metrics",
    "silver.stg_box_office_international": "silver.box_office_metrics",
    "silver.stg_box_office_financials": "silver.box_office_metrics",
    "silver.film_aliases": "silver.movie_matches",
    "silver.film_names": "silver.movie_matches",
    "silver.same_films": "silver.movie_matches",
    "silver.compared_names": "silver.match_decisions",
    "silver.name_parts": "silver.match_decisions",
    "silver.name_pairs": "silver.match_decisions",
}
SEEDS = {"never_match": "cannot_link", "order_of_trust": "source_precedence"}
SEED_COLUMNS = {"source_precedence": {"place": "precedence"}}

RENAMED_COLUMNS = {old: new for names in [bronze.RENAMED_COLUMNS, *COLUMNS.values()] for old, new in names.items()}


def hint(said: str) -> str:
    """
    What to add to an error that mentions an old name; nothing when it mentions none.

    >>> hint("Table 'lake.silver.same_films' does not exist")
    '; silver.same_films is not published any more; see silver.movie_matches'
    >>> hint("Column 'd.film_id' cannot be resolved")
    '; film_id is title_id now'
    """
    if "column" in said.lower():
        for old, new in RENAMED_COLUMNS.items():
            # In quotes, since some are words that an error may use for something else.
            if re.search(rf"""["'.]{old}["']""", said):
                return f"; {old} is {new} now"
    for old in TABLES | UNPUBLISHED:
        if re.search(rf"\b{old.split('.')[1]}\b", said):
            told = f"{TABLES[old]} now" if old in TABLES else f"not published any more; see {UNPUBLISHED[old]}"
            return f"; {old} is {told}"
    return ""
