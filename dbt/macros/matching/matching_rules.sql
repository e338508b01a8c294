{#
    What brings two names together, the surest first, and whether that is enough to take them for one film. Figures of
    each rule on labelled data are in docs/matching.md.
#}
{% macro matching_rules() -%}
    {{ return({
        'same words': {'taken': true, 'says': 'the words of both titles agree (title_words.sql), and the year'},
        'other name': {'taken': true, 'says': 'one title has the other in brackets, after a.k.a., without its owner, number or kind, or the other way round (title_parts.sql); the year agrees'},
        'last part': {'taken': true, 'says': 'one title, of two words or more, is the other behind its colon or dash; the year agrees'},
        'year off by one': {'taken': true, 'says': 'both titles or their other names agree, and have two words or nine letters; the years are neighbours'},
        'one letter': {'taken': true, 'says': 'the words of both titles, no short ones, differ by one letter; the year agrees'},
        'without subtitle': {'taken': false, 'says': 'one title is the other before its colon or dash'},
    }) }}
{%- endmacro %}
