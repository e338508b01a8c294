{#
    What two spellings of one title have in common: lower case, no accents, no punctuation, "X, The" as "The X",
    `&` as "and", one hyphen between words. Nothing is left of a title of signs alone ("???"): see title_id.

        Léon: The Professional   ->  leon-the-professional
        MATRIX, The              ->  the-matrix
        Lilo  &  Stitch          ->  lilo-and-stitch

    The text must be trimmed. Most titles are plain words, which need none of the care below (and none of its cost).
#}
{% macro title_key(title) -%}
    case
        when {{ matches(title, '\\A[A-Za-z0-9]+(?: [A-Za-z0-9]+)*\\z') }} then replace(lower({{ title }}), ' ', '-')
        when {{ matches(title, '(?i), *(the|an|a)\\z') }} then {{ words_joined(article_first(plain_letters(title))) }}
        else {{ words_joined(plain_letters(title)) }}
    end
{%- endmacro %}

{# Lower case, without accents and apostrophes; letters that are not a base letter and an accent are spelled out. #}
{% macro plain_letters(title) -%}
    case
        when {{ matches(title, '[^\\x{0000}-\\x{007f}]') }}
        then {{ replace_matches(spelled_out('lower(' ~ folded(title) ~ ')'), '[' ~ silent_signs() ~ ']+', '') }}
        else {{ replace_each('lower(' ~ title ~ ')', {"''": '', '`': ''}) }}
    end
{%- endmacro %}

{# Accents go only where they are ornament: in kana and Indic scripts the marks are letters. #}
{% macro folded(title) -%}
    case
        when {{ matches(title, '[^' ~ scripts_with_accents() ~ ']') }} then {{ composed(title) }}
        else {{ without_accents(title) }}
    end
{%- endmacro %}

{% macro spelled_out(text) -%}
    {{ replace_each(text, {
        'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'ħ': 'h', 'ı': 'i', 'ς': 'σ'
    }) }}
{%- endmacro %}

{% macro replace_each(text, replacements) -%}
    {%- set steps = namespace(sql=text) -%}
    {%- for old, new in replacements.items() -%}
        {%- set steps.sql = 'replace(' ~ steps.sql ~ ", '" ~ old ~ "', '" ~ new ~ "')" -%}
    {%- endfor -%}
    {{ return(steps.sql) }}
{%- endmacro %}

{# "matrix, the" -> "the matrix": what stands behind the last comma moves to the front if it is an article. #}
{% macro article_first(text) -%}
    {{ replace_matches(text, '\\A(.*), *(the|an|a)\\z', '\\2 \\1') }}
{%- endmacro %}

{# `&` is a word; any run of separators between words becomes one hyphen. #}
{% macro words_joined(text) -%}
    trim(both '-' from {{ replace_matches("replace(" ~ text ~ ", '&', ' and ')", '[' ~ separators() ~ ']+', '-') }})
{%- endmacro %}
