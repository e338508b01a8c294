"""Which line of which file a movie's figures come from, as silver knows it."""

import re
from typing import NamedTuple


class Figure(NamedTuple):
    """A column of gold, the provider whose it is, and where silver has it: table and the columns of file and line."""

    name: str
    provider: str
    table: str
    origin: str = ""


# All that gold shows of a movie and one provider gives; what several give is in silver.provider_facts.
OF_ONE_PROVIDER = [
    Figure("critic_score_percentage", "critic_agg", "silver.critic_agg"),
    Figure("top_critic_score", "critic_agg", "silver.critic_agg"),
    Figure("total_critic_reviews_counted", "critic_agg", "silver.critic_agg"),
    Figure("audience_average_score", "audience_pulse", "silver.audience_pulse"),
    Figure("total_audience_ratings", "audience_pulse", "silver.audience_pulse"),
    Figure("international_box_office_gross_usd", "box_office", "silver.box_office_metrics", "_international"),
    Figure("production_budget_usd", "box_office", "silver.box_office_metrics", "_financials"),
    Figure("marketing_spend_usd", "box_office", "silver.box_office_metrics", "_financials"),
]
OF_SEVERAL = "silver.provider_facts"
# What is shown of a movie, in order; what gold calculates says from what.
SHOWN = {
    **{figure.name: "" for figure in OF_ONE_PROVIDER[:5]},
    "domestic_box_office_gross_usd": "",
    "international_box_office_gross_usd": "",
    "worldwide_box_office_gross_usd": "calculated: domestic plus international, both of box_office",
    "production_budget_usd": "",
    "marketing_spend_usd": "",
    "profit_usd": "calculated: worldwide gross minus budget and marketing",
    "roi": "calculated: profit divided by budget plus marketing",
    "gross_to_budget": "calculated: worldwide gross divided by budget",
}
FIGURES = {OF_SEVERAL, *(figure.table for figure in OF_ONE_PROVIDER)}


def figures_sql(chosen: str) -> str:
    """One row a known figure of each movie that the query `chosen` names; `rank` 1 is what gold shows."""
    of_several = f"""
        select movie_id, fact as figure, provider, value, cast(rank as integer) as rank, _file, _line,
            cast(null as varchar) as _older_figures
        from {OF_SEVERAL}
    """
    return f"""
        select figures.*
        from ({" union all ".join([of_several, *map(figure_sql, OF_ONE_PROVIDER)])}) as figures
        inner join ({chosen}) as chosen on figures.movie_id = chosen.movie_id
        order by figures.movie_id, figures.figure, figures.rank
    """


def figure_sql(figure: Figure) -> str:
    return f"""
        select movie_id, '{figure.name}' as figure, '{figure.provider}' as provider,
            cast({figure.name} as decimal(18, 2)) as value, 1 as rank,
            {figure.origin}_file as _file, {figure.origin}_line as _line, _older_figures
        from {figure.table}
        where {figure.name} is not null
    """


def origin(figure: str, file: str, line: int, older_figures: str | None) -> str:
    """
    File and line of a figure, which may be an older one than those of the rest of its row.

    >>> origin("top_critic_score", "new.csv", 7, "top_critic_score: old.csv line 2")
    'old.csv line 2'
    """
    older = re.search(rf"(?:^|, ){figure}: (.+? line \d+)(?:, |$)", older_figures or "")
    return older[1] if older else f"{file} line {line}"
