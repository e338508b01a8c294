-- Movies with a figure outside of what it can be. A figure that is unknown is fine.
{% set ranges = {
    'release_year': [1870, 2100],
    'critic_score_percentage': [0, 100],
    'top_critic_score': [0, 10],
    'total_critic_reviews_counted': [0, 999999999999],
    'audience_average_score': [0, 10],
    'total_audience_ratings': [0, 999999999999],
    'domestic_box_office_gross_usd': [0, 99999999999.99],
    'international_box_office_gross_usd': [0, 99999999999.99],
    'worldwide_box_office_gross_usd': [0, 199999999999.98],
    'production_budget_usd': [0, 99999999999.99],
    'marketing_spend_usd': [0, 99999999999.99],
    'roi': [-1, 99999999.9999],
    'gross_to_budget': [0, 99999999.9999],
    'critic_audience_gap': [-100, 100],
    'providers': [1, title_sources() | length],
} %}
select movie_id, {{ ranges | join(', ') }}
from {{ ref('movies_unified') }}
where
    {% for column, (least, most) in ranges.items() %}
        {{ column }} not between {{ least }} and {{ most }}{{ ' or' if not loop.last }}
    {% endfor %}
