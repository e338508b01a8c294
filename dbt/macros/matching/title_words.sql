{#
    What titles are compared by when their spelling differs: the words that say which movie it is. The lists of
    words are in title_word_lists.sql.

        Godfather, The: Part II          ->  godfather2
        Dr. Strangelove [1964]           ->  doctorstrangelove
        Batman v. Superman (IMAX 3D)     ->  batmanvssuperman
#}

{# The title without HTML's spelling, without year and edition in brackets or at the end, without articles. #}
{% macro bare_title(title) -%}
    {{ without_article(without_edition(decoded(title))) }}
{%- endmacro %}

{% macro decoded(title) -%}
    case
        when {{ matches(
            title,
            "&#?[A-Za-z0-9]+;|[²³½♥]|[''’][Nn][''’]|[" ~ vowel_marks() ~ "\\x{4e00}-\\x{9fff}\\x{ff10}-\\x{ff5a}]"
        ) }}
        then {{ replace_matches(
            'translate(' ~ replace_each(title, written_otherwise())
            ~ ", '" ~ full_width() ~ traditional() ~ "', '" ~ half_width() ~ simplified() ~ "')",
            '[' ~ vowel_marks() ~ ']', ''
        ) }}
        else {{ title }}
    end
{%- endmacro %}

{% macro without_edition(title) -%}
    {{ replace_matches(
        title,
        "(?i) *[(\\[](?:(?:[0-9]{4} ?)?(?:film|movie)?|" ~ editions() ~ "|" ~ screens() ~ ")[)\\]] *"
        ~ "|(?:: | [-–—] )(?:" ~ editions() ~ "|" ~ screens() ~ ") *\\z| 3-?d\\z",
        ' '
    ) }}
{%- endmacro %}

{# In front of the title or of a part of it, behind initials, or behind its comma. #}
{% macro without_article(title) -%}
    {{ replace_matches(
        replace_matches(title, '([.][A-Z][.]) (?:The|the) ', '\\1 '),
        "(?:\\A *|: | [-–—] |[(\\[])(?:(?:" ~ articles() ~ ")[ \\x{00a0}]+|[Ll][''’] *)"
        ~ "|, *(?:" ~ articles() ~ "|[Ll][''’]) *(?:\\z|[:()\\[\\]])",
        ' '
    ) }}
{%- endmacro %}

{# Steps from a bare title's key (title_key) to what is compared; a text each, since they are long. #}
{% macro plain_words(key) -%}
    {{ streets(replace_matches("'-' || " ~ key ~ " || '-'", '-and-', '-')) }}
{%- endmacro %}

{# Behind all other words, Dr. is no doctor and St. no saint. #}
{% macro streets(words) -%}
    {{ replace_matches(replace_matches(words, '-dr-\\z', '-drive-'), '-st-\\z', '-street-') }}
{%- endmacro %}

{# Most titles have none of the words, which is cheaper to see than to replace each. The v of "M.V.P." is no versus. #}
{% macro compared_words(words) -%}
    case
        when {{ matches(words, '-(?:v|' ~ same_words() | join('|') ~ ')-') }}
        then {{ replace_matches(replace_words(words, same_words()), '([^-]{2})-v-([^-]{2})', '\\1-vs-\\2') }}
        else {{ words }}
    end
{%- endmacro %}

{# Without a number word, a numeral at the end, or a zero that ends a word there is nothing to change. #}
{% macro compared_numbers(words) -%}
    case
        when
            {{ matches(words, '-[^-]+-[^-]+-') }}
            and {{ matches(words, '0-|-[vx]-\\z|-(?:' ~ number_words() | join('|') ~ ')-') }}
        then {{ added_up(replace_words(last_numeral(words), number_words())) }}
        else {{ words }}
    end
{%- endmacro %}

{# 30-9 is 39, 1-00-1 is 101; a hundred that is not counted is one. #}
{% macro added_up(numbers) -%}
    {%- set counted = replace_matches(numbers, '(\\A|[^0-9])-(00+)-', '\\1-1-\\2-') -%}
    {%- set with_tens = replace_matches(counted, '-(0*)00-([1-9][0-9])-', '-\\1-\\2-') -%}
    {%- set with_ones = replace_matches(with_tens, '-([2-9])0-([1-9](?:st|nd|rd|th)?)-', '-\\1-\\2-') -%}
    {{ return(replace_matches(with_ones, '-(0+)0-([1-9])-', '-\\1-\\2-')) }}
{%- endmacro %}

{# V and X are letters as well: numbers only at the end, or behind a word that says so (same_words). #}
{% macro last_numeral(words) -%}
    {{ replace_matches(replace_matches(words, '-v-\\z', '-5-'), '-x-\\z', '-10-') }}
{%- endmacro %}

{# Without "Part" and "Part 1", which providers leave out, and without spaces: they differ in those too. #}
{% macro joined_words(numbered) -%}
    replace(
        {{ replace_matches(
            replace_matches(numbered, first_part(), '-'),
            '-(?:part|volume|chapter|episode)-([0-9]+)-', '-\\1-'
        ) }},
        '-', ''
    )
{%- endmacro %}

{# Whole words of a text that has a hyphen on both sides of each. #}
{% macro replace_words(text, words) -%}
    {%- set between_hyphens = {} -%}
    {%- for old, new in words.items() -%}
        {%- do between_hyphens.update({'-' ~ old ~ '-': '-' ~ new ~ '-'}) -%}
    {%- endfor -%}
    {{ return(replace_each(text, between_hyphens)) }}
{%- endmacro %}

{#
    The CTEs from a relation with a column `text` to the last, `name`, which has a column `match_key` besides: the words
    of the title without spaces.
#}
{% macro with_match_key(relation, name) -%}
{{ name }}_bare as (
    select
        *,
        trim({{ bare_title('text') }}) as bare
    from {{ relation }}
),

{{ name }}_keyed as (
    select
        *,
        {{ title_key('bare') }} as bare_key
    from {{ name }}_bare
),

{{ name }}_plain as (
    select
        *,
        {{ plain_words('bare_key') }} as plain_words
    from {{ name }}_keyed
),

{{ name }}_worded as (
    select
        *,
        {{ compared_words('plain_words') }} as key_words
    from {{ name }}_plain
),

{{ name }}_numbered as (
    select
        *,
        {{ compared_numbers('key_words') }} as key_numbers
    from {{ name }}_worded
),

{{ name }} as (
    select
        *,
        nullif({{ joined_words('key_numbers') }}, '') as match_key
    from {{ name }}_numbered
)
{%- endmacro %}

{# The rules know an article or "LA" by its capitals, which a title in capitals does not tell. #}
{% macro with_telling_capitals(title) -%}
    case when {{ title }} = upper({{ title }}) then lower({{ title }}) else {{ title }} end
{%- endmacro %}

{# How the numbered words of a first part end, which joined_words leaves out. #}
{% macro first_part() -%}
    {{ return('-(?:part|volume|chapter)-1-\\z') }}
{%- endmacro %}

{# By the key that its words are made from. #}
{% macro has_two_words(bare_key) -%}
    {{ bare_key }} like '%-%'
{%- endmacro %}
