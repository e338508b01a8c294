{#
    The rules of matching, in one ordered table: a pair of titles is judged by the rule of the highest priority (1 is
    the highest) that brings it together. A rule is `taken`, or its pairs are only listed for a person to look at.
    Figures of each rule on labelled data are in docs/matching.md.
#}
{% macro match_rules() -%}
    {{ return([
        {'priority': 1, 'rule': 'same identifier', 'taken': true,
         'about': 'both titles have one id at IMDb, TMDB or Wikidata'},
        {'priority': 2, 'rule': 'same words', 'taken': true,
         'about': 'the words of both titles agree (title_words.sql), and the year'},
        {'priority': 3, 'rule': 'other name', 'taken': true,
         'about': 'one title has the other in brackets, after a.k.a., without its owner, number or kind, or the other'
                  ~ ' way round (title_variants.sql); the year agrees'},
        {'priority': 4, 'rule': 'last part', 'taken': true,
         'about': 'one title, of two words or more, is the other behind its colon or dash; the year agrees'},
        {'priority': 5, 'rule': 'year off by one', 'taken': true,
         'about': 'both titles or their variants agree in nine letters or more; the years are neighbours'},
        {'priority': 6, 'rule': 'one letter', 'taken': true,
         'about': 'the words of both titles, no short ones, differ by one letter; the year agrees'},
        {'priority': 7, 'rule': 'told subtitle', 'taken': true,
         'about': 'one title is the other before its colon or dash, and what follows begins with an article or has five'
                  ~ ' words; the year agrees'},
        {'priority': 8, 'rule': 'short title', 'taken': true,
         'about': 'both titles agree, the years are neighbours, and no other movie of that title is within two years;'
                  ~ ' only between providers whose years differ for one in twenty of the movies that they share'},
        {'priority': 9, 'rule': 'near year', 'taken': false,
         'about': 'both titles agree in twelve letters or more; the years are two apart'},
        {'priority': 10, 'rule': 'without subtitle', 'taken': false,
         'about': 'one title is the other before its colon or dash, whatever follows'},
    ]) }}
{%- endmacro %}

{# The same as a relation `match_rules`, to join. #}
{% macro match_rules_table() -%}
    (
        values
        {% for each in match_rules() %}
        ({{ each.priority }}, '{{ each.rule }}', {{ each.taken | lower }}){{ ',' if not loop.last }}
        {% endfor %}
    ) as match_rules (priority, rule, is_taken)
{%- endmacro %}

{% macro priority_of(rule) -%}
    {{ return(match_rules() | selectattr('rule', 'equalto', rule) | map(attribute='priority') | first) }}
{%- endmacro %}
