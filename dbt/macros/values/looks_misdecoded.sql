{#
    Does a text look as if it was read in another encoding than it was written in: `AmÃ©lie`, `Caf\x{fffd}`? Only what
    no language writes: capital letters alone prove nothing (`IRMÃO`), nor does a letter before a quote or dash
    (`IRMÃ…`). Such a text is left as it is: nothing says which encoding it was.
#}
{% macro looks_misdecoded(text) -%}
    {{ matches(text, misdecoded_letters() | join('|')) }}
{%- endmacro %}

{# What is left of letters, as alternatives of a regular expression. UTF-8 writes them as two to four bytes. #}
{% macro misdecoded_letters() -%}
    {#- Read as Windows-1252 or Latin-1, the bytes behind the first are signs, which never stand behind a letter. -#}
    {%- set sign = '[\\x{00a1}-\\x{00b6}\\x{00b8}-\\x{00ba}\\x{00bc}-\\x{00bf}€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“˜™šœžŸ]' -%}
    {#- These may: only a small letter behind them tells that the word goes on. -#}
    {%- set quote_or_dash = '[\\x{00bb}’”•–—…›]' -%}
    {{ return([
        '\\x{fffd}',
        '[\\x{0080}-\\x{009f}]',
        '[ÃÄÅ]' ~ sign,
        'Ã' ~ quote_or_dash ~ '[a-z]',
        'Â[\\x{00a0}-\\x{00bf}]',
        '(?:[\\x{00c2}-\\x{00df}]' ~ sign ~ '){2}',
        '[\\x{00e0}-\\x{00ef}]' ~ sign ~ '{2}',
        'â€',
        'ðŸ',
    ]) }}
{%- endmacro %}
