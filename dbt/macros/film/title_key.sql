{#
    What two spellings of one title have in common: lower case, no accents, no punctuation, "X, The" as "The X",
    `&` as "and", one hyphen between words. Nothing is left of a title of signs alone ("???"): see movie_id.

        Léon: The Professional   ->  leon-the-professional
        MATRIX, The              ->  the-matrix
        Lilo  &  Stitch          ->  lilo-and-stitch

    The text must be trimmed. Most titles are plain words, which need none of the care below (and none of its cost).
#}
{% macro title_key(title) -%}
    case
        when {{ matches(title, '\\A[A-Za-z0-9]+(?: [A-Za-z0-9]+)*\\z') }} then replace(lower({{ title }}), ' ', '-')
        else {{ words_joined(article_first(ampersand_spelled(plain_letters(title)))) }}
    end
{%- endmacro %}

{# Lower case without accents; letters that are not a base letter and an accent are spelled out. #}
{% macro plain_letters(title) -%}
    case
        when {{ matches(title, '[^\\x{0000}-\\x{007f}]') }} then {{ replace_each('lower(' ~ folded(title) ~ ')', {
            'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'ħ': 'h', 'ı': 'i', 'ς': 'σ'
        }) }}
        else lower({{ title }})
    end
{%- endmacro %}

{# Accents go only where they are ornament: in kana and Indic scripts the marks are letters. #}
{% macro folded(title) -%}
    case
        when {{ matches(title, '[^' ~ scripts_with_accents() ~ ']') }} then {{ composed(title) }}
        else {{ without_accents(title) }}
    end
{%- endmacro %}

{% macro replace_each(text, replacements) -%}
    {%- set steps = namespace(sql=text) -%}
    {%- for old, new in replacements.items() -%}
        {%- set steps.sql = 'replace(' ~ steps.sql ~ ", '" ~ old ~ "', '" ~ new ~ "')" -%}
    {%- endfor -%}
    {{ return(steps.sql) }}
{%- endmacro %}

{% macro ampersand_spelled(text) -%}
    replace({{ text }}, '&', ' and ')
{%- endmacro %}

{# "matrix, the" -> "the matrix": what stands behind the last comma moves to the front if it is an article. #}
{% macro article_first(text) -%}
    {{ swap_at(text, '\\A(.*), *(the|an|a)\\z') }}
{%- endmacro %}

{# Apostrophes vanish ("Schindler''s" = "Schindlers"), any other run of separators becomes one hyphen. #}
{% macro words_joined(text) -%}
    {%- set bare = replace_matches(text, '[' ~ silent_signs() ~ ']+', '') -%}
    trim(both '-' from {{ replace_matches(bare, '[' ~ separators() ~ ']+', '-') }})
{%- endmacro %}
