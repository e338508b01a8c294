{#
    Which signs a title's key is made without. The engines' own classes (\p{L}, [[:punct:]]) differ on thousands
    of code points, so the ranges are written out.
#}

{#
    Scripts in which a mark is an accent on a letter: Latin, Greek, Cyrillic; and what never has one: signs, CJK,
    Hangul.
#}
{% macro scripts_with_accents() -%}
    {{ return([
        '\\x{0000}-\\x{036f}',  '\\x{0370}-\\x{052f}',  '\\x{1e00}-\\x{2bff}',  '\\x{3000}-\\x{303f}',
        '\\x{4e00}-\\x{9fff}',  '\\x{ac00}-\\x{d7a3}',  '\\x{fb00}-\\x{fb06}',  '\\x{fe00}-\\x{fe6f}',
        '\\x{ff00}-\\x{ff5e}',  '\\x{1f000}-\\x{1faff}',
    ] | join) }}
{%- endmacro %}

{# Signs inside a word that are not heard: apostrophes, left-over accents, invisible joiners. #}
{% macro silent_signs() -%}
    {{ return([
        '\\x{0027}\\x{0060}\\x{00b4}\\x{02bb}\\x{02bc}\\x{2018}\\x{2019}\\x{201b}\\x{2032}',
        '\\x{0300}-\\x{036f}\\x{fe20}-\\x{fe2f}',
        '\\x{00ad}\\x{200b}-\\x{200f}\\x{2060}-\\x{2064}\\x{feff}\\x{fe00}-\\x{fe0f}',
    ] | join) }}
{%- endmacro %}

{# Everything that stands between words: controls, spaces, punctuation, symbols, emoji. #}
{% macro separators() -%}
    {{ return([
        '\\x{0000}-\\x{002f}\\x{003a}-\\x{0040}\\x{005b}-\\x{0060}\\x{007b}-\\x{007f}',
        '\\x{0080}-\\x{00a9}\\x{00ab}-\\x{00b1}\\x{00b4}\\x{00b6}-\\x{00b8}\\x{00bb}\\x{00bf}\\x{00d7}\\x{00f7}',
        '\\x{2000}-\\x{206f}\\x{20a0}-\\x{20cf}\\x{2122}\\x{2190}-\\x{2bff}\\x{2e00}-\\x{2e7f}',
        '\\x{3000}-\\x{3004}\\x{3008}-\\x{3020}\\x{30fb}',
        '\\x{fe10}-\\x{fe1f}\\x{fe30}-\\x{fe6f}\\x{ff01}-\\x{ff0f}\\x{ff1a}-\\x{ff20}\\x{ff3b}-\\x{ff40}',
        '\\x{ff5b}-\\x{ff65}',
        '\\x{1f000}-\\x{1faff}\\x{e0000}-\\x{e007f}',
    ] | join) }}
{%- endmacro %}
