{#
    What titles are compared by when their spelling differs: the words that say which film it is. All data of these
    rules stands in this file.

        Godfather, The: Part II          ->  godfather2
        Dr. Strangelove [1964]           ->  doctorstrangelove
        Batman v. Superman (IMAX 3D)     ->  batmanvssuperman
#}

{#
    Articles that begin a title and may be left out, or stand behind it, in the languages of most titles. As they are
    written in titles: LA is a city.
#}
{% macro articles() -%}
    {{ return(
        '[Tt]he|THE|[Aa]n?|AN|[Ll]e|[Ll]a|[Ll]es|[Uu]ne?|[Ee]l|[Ll]os|[Ll]as|[Ii]l|[Ll]o|[Gg]li|[Dd]er|[Dd]ie|[Dd]as|[Dd]en'
        ~ '|[Dd]et|[Hh]et|[Ee]en|[Ee]ine?|O|Os'
    ) }}
{%- endmacro %}

{# What a provider adds in brackets or behind the title about the copy, not the film. #}
{% macro editions() -%}
    {{ return("(?:an? |the )?(?:[a-z0-9''’ ]+ )?(?:edition|cut|redux|restored|remastered)") }}
{%- endmacro %}

{# The same about the screen; no words before it, since they are the film's: "Resident Evil: Retribution 3D". #}
{% macro screens() -%}
    {{ return("(?:an? |the |in )?(?:imax(?: 3-?d)?(?: experience)?|(?:real |reald |digital )?3-?d)") }}
{%- endmacro %}

{# Characters that are written in another way: by HTML, or as one sign. #}
{% macro written_otherwise() -%}
    {{ return({
        '&amp;': '&', '&#38;': '&', '&quot;': '"', '&#34;': '"', '&apos;': "''", '&#39;': "''", '&#039;': "''", '&#x27;': "''",
        '&rsquo;': "''", '&lsquo;': "''", '&#8217;': "''", '&nbsp;': ' ', '&#160;': ' ', '&ndash;': '-', '&mdash;': '-',
        '&hellip;': '...', '&middot;': '·', '&eacute;': 'é', '&egrave;': 'è', '&ecirc;': 'ê', '&euml;': 'ë', '&Eacute;': 'É',
        '&aacute;': 'á', '&agrave;': 'à', '&acirc;': 'â', '&auml;': 'ä', '&aring;': 'å', '&atilde;': 'ã', '&ccedil;': 'ç',
        '&iacute;': 'í', '&icirc;': 'î', '&iuml;': 'ï', '&ntilde;': 'ñ', '&oacute;': 'ó', '&ograve;': 'ò', '&ocirc;': 'ô',
        '&ouml;': 'ö', '&otilde;': 'õ', '&oslash;': 'ø', '&uacute;': 'ú', '&ugrave;': 'ù', '&ucirc;': 'û', '&uuml;': 'ü',
        '&szlig;': 'ß', '&aelig;': 'æ', '&oelig;': 'œ', '²': ' 2', '³': ' 3', '½': ' 1/2', '♥': ' heart ',
        '&Aacute;': 'Á', '&Agrave;': 'À', '&Auml;': 'Ä', '&Aring;': 'Å', '&Ccedil;': 'Ç', '&Oacute;': 'Ó', '&Ouml;': 'Ö',
        '&Oslash;': 'Ø', '&Uuml;': 'Ü', '&ldquo;': '"', '&rdquo;': '"', '&iexcl;': '¡', '&iquest;': '¿', '&sup2;': ' 2',
        '&sup3;': ' 3', '&frac12;': ' 1/2', "''n''": '&', "''N''": '&', '’n’': '&', '’N’': '&',
    }) }}
{%- endmacro %}

{# Words that mean the same, whatever stands around them. #}
{% macro same_words() -%}
    {{ return({
        'versus': 'vs', 'dr': 'doctor', 'mr': 'mister', 'mrs': 'missus', 'st': 'saint', 'mt': 'mount', 'jr': 'junior',
        'sr': 'senior', 'pt': 'part', 'vol': 'volume', 'ii': '2', 'iii': '3', 'iv': '4', 'vi': '6', 'vii': '7', 'viii': '8',
        'ix': '9', 'xi': '11', 'xii': '12', 'xiii': '13',
        'part-i': 'part-1', 'volume-i': 'volume-1', 'chapter-i': 'chapter-1', 'episode-i': 'episode-1',
        'part-v': 'part-5', 'volume-v': 'volume-5', 'chapter-v': 'chapter-5', 'episode-v': 'episode-5',
    }) }}
{%- endmacro %}

{# Numbers written out, where other words are there too: "Nine" and "9" alone are two films of one year. #}
{% macro number_words() -%}
    {{ return({
        'one': '1', 'two': '2', 'three': '3', 'four': '4', 'five': '5', 'six': '6', 'seven': '7', 'eight': '8', 'nine': '9',
        'ten': '10', 'eleven': '11', 'twelve': '12', 'thirteen': '13', 'fourteen': '14', 'fifteen': '15', 'sixteen': '16',
        'seventeen': '17', 'eighteen': '18', 'nineteen': '19', 'twenty': '20', 'thirty': '30', 'forty': '40',
        'fifty': '50', 'sixty': '60', 'seventy': '70', 'eighty': '80', 'ninety': '90', 'hundred': '00',
        'thousand': '000',
        'first': '1st', 'second': '2nd', 'third': '3rd', 'fourth': '4th', 'fifth': '5th', 'sixth': '6th', 'seventh': '7th',
        'eighth': '8th', 'ninth': '9th', 'tenth': '10th', 'eleventh': '11th', 'twelfth': '12th', 'thirteenth': '13th',
        'fourteenth': '14th', 'fifteenth': '15th', 'sixteenth': '16th', 'seventeenth': '17th', 'eighteenth': '18th',
        'nineteenth': '19th', 'twentieth': '20th',
    }) }}
{%- endmacro %}

{# The title without HTML's spelling, without year and edition in brackets or at the end, without articles. #}
{% macro bare_title(title) -%}
    {{ without_article(without_edition(decoded(title))) }}
{%- endmacro %}

{% macro decoded(title) -%}
    case
        when {{ matches(title, "&#?[A-Za-z0-9]+;|[²³½♥]|[''’][Nn][''’]|[" ~ vowel_marks() ~ "\\x{ff10}-\\x{ff5a}]") }}
        then {{ replace_matches(
            'translate(' ~ replace_each(title, written_otherwise()) ~ ", '" ~ full_width() ~ "', '" ~ half_width() ~ "')",
            '[' ~ vowel_marks() ~ ']', ''
        ) }}
        else {{ title }}
    end
{%- endmacro %}

{# Marks of Arabic that most writers leave out, and its lengthening stroke. #}
{% macro vowel_marks() -%}
    {{ return('\\x{0640}\\x{064b}-\\x{0652}\\x{0670}') }}
{%- endmacro %}

{# Latin letters and digits as wide as Chinese signs. #}
{% macro full_width() -%}
    {{ return('０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ') }}
{%- endmacro %}

{% macro half_width() -%}
    {{ return('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') }}
{%- endmacro %}

{% macro without_edition(title) -%}
    {{ replace_matches(
        title,
        "(?i) *[(\\[](?:(?:[0-9]{4} ?)?(?:film|movie)?|" ~ editions() ~ "|" ~ screens() ~ ")[)\\]] *"
        ~ "|(?:: | [-–—] )(?:" ~ editions() ~ "|" ~ screens() ~ ") *\\z| 3-?d\\z",
        ' '
    ) }}
{%- endmacro %}

{# In front of the title or of a part of it, or behind its comma. #}
{% macro without_article(title) -%}
    {{ replace_matches(
        title,
        "(?:\\A *|: | [-–—] |[(\\[])(?:(?:" ~ articles() ~ ")[ \\x{00a0}]+|[Ll][''’] *)"
        ~ "|, *(?:" ~ articles() ~ "|[Ll][''’]) *(?:\\z|[:()\\[\\]])",
        ' '
    ) }}
{%- endmacro %}

{# Steps from a bare title's key (title_key) to what is compared; a text each, since they are long. #}
{# The v of "M.V.P." is no versus. #}
{% macro compared_words(key) -%}
    {{ rewritten(
        replace_words(streets(replace_matches("'-' || " ~ key ~ " || '-'", '-and-', '-')), same_words()),
        '([^-]{2})-v-([^-]{2})', '\\1-vs-\\2'
    ) }}
{%- endmacro %}

{# Behind all other words, Dr. is no doctor and St. no saint. #}
{% macro streets(words) -%}
    {{ replace_matches(replace_matches(words, '-dr-\\z', '-drive-'), '-st-\\z', '-street-') }}
{%- endmacro %}

{% macro compared_numbers(words) -%}
    case
        when {{ matches(words, '-[^-]+-[^-]+-') }}
        then {{ added_up(replace_words(last_numeral(words), number_words())) }}
        else {{ words }}
    end
{%- endmacro %}

{# 30-9 is 39, 1-00-1 is 101; a hundred that is not counted is one. #}
{% macro added_up(numbers) -%}
    {%- set counted = rewritten(numbers, '(\\A|[^0-9])-(00+)-', '\\1-1-\\2-') -%}
    {%- set with_tens = rewritten(counted, '-(0*)00-([1-9][0-9])-', '-\\1-\\2-') -%}
    {%- set with_ones = rewritten(with_tens, '-([2-9])0-([1-9](?:st|nd|rd|th)?)-', '-\\1-\\2-') -%}
    {{ return(rewritten(with_ones, '-(0+)0-([1-9])-', '-\\1-\\2-')) }}
{%- endmacro %}

{# V and X are letters as well: numbers only at the end, or behind a word that says so (same_words). #}
{% macro last_numeral(words) -%}
    {{ replace_matches(replace_matches(words, '-v-\\z', '-5-'), '-x-\\z', '-10-') }}
{%- endmacro %}

{# Without "Part" and "Part 1", which providers leave out, and without spaces: they differ in those too. #}
{% macro joined_words(numbered) -%}
    replace(
        {{ rewritten(
            replace_matches(numbered, '-(?:part|volume|chapter)-1-\\z', '-'),
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

{# The CTEs from a relation with a column `text` to the last, `name`, which has a column `words` besides. #}
{% macro compared_from(relation, name) -%}
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

{{ name }}_worded as (
    select
        *,
        {{ compared_words('bare_key') }} as key_words
    from {{ name }}_keyed
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
        nullif({{ joined_words('key_numbers') }}, '') as words
    from {{ name }}_numbered
)
{%- endmacro %}

{# By the key that its words are made from. #}
{% macro has_two_words(bare_key) -%}
    {{ bare_key }} like '%-%'
{%- endmacro %}
