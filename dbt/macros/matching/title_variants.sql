{#
    What another provider may print of a title, each with the rule by which it matches, a regular expression, which of
    its groups make the part, in their order, and what stands between them, if not a colon.
#}
{% macro title_variants() -%}
    {%- set aka = "[Aa][.]?[Kk][.]?[Aa][.]?:? " -%}
    {%- set divider = "(?:: | [-–—] )" -%}
    {{ return({
        'another spelling': ['same words', "(?s)\\A(.+)\\z", [1]],
        'before brackets': ['other name', "\\A(.+?) *[(\\[].+[)\\]] *\\z", [1]],
        'in brackets': ['other name', "[(\\[](?:" ~ aka ~ ")?([^()\\[\\]]+)[)\\]] *\\z", [1]],
        'before a.k.a.': ['other name', "\\A(.+?),? " ~ aka, [1]],
        'after a.k.a.': ['other name', " " ~ aka ~ "([^()\\[\\]]+)\\z", [1]],
        'before a slash': ['other name', "\\A(.+?) / ", [1]],
        'after a slash': ['other name', " / (.+)\\z", [1]],
        'before or': ['other name', "\\A(.+?)[,:]? [Oo]r[,:]? ", [1]],
        'the other way round': [
            'other name', "\\A(.+?)(?:" ~ divider ~ "| *[(\\[](?:" ~ aka ~ ")?)([^()\\[\\]]+)[)\\]]? *\\z", [2, 1]
        ],
        'without a number': [
            'other name',
            "\\A(.+?):?(?: (?:[Pp]art|[Cc]hapter|[Ee]pisode|[Vv]ol[.]|[Vv]olume))? (?:[0-9]{1,2}|[IVX]+)"
            ~ divider ~ "(.+)\\z",
            [1, 2],
        ],
        'without its saga': ['other name', "\\A(?:The )?[^:]+ Saga: (.+)\\z", [1]],
        '3-D as a number': ['other name', "\\A(.+ 3)-?[Dd]\\z", [1]],
        'a heart as love': ['other name', "\\A(.*)♥(.*)\\z", [1, 2], ' love '],
        'a lost letter as e': ['one letter', "\\A(.*)\\x{fffd}(.*)\\z", [1, 2], 'e'],
        'without its kind': ['other name', "(?i)\\A(.+?)" ~ divider ~ "(?:" ~ kinds() ~ ") *\\z", [1]],
        'without an owner': ['other name', "\\A[^:]+?[''’]s? ((?:The|A|An) .+)\\z", [1]],
        'without a known owner': ['other name', "(?i)\\A(?:" ~ owners() ~ ")[''’]s? (.+)\\z", [1]],
        'after the first divider': ['last part', "\\A.+?" ~ divider ~ "(.+)\\z", [1]],
        'after the last divider': ['last part', "\\A.+" ~ divider ~ "(.+)\\z", [1]],
        'before a told subtitle': [
            'told subtitle', "\\A(.+?)" ~ divider ~ "(?:.*" ~ divider ~ ")?(?:(?:The|An?) .|(?:[^ ]+ ){4}[^ ])", [1]
        ],
        'before the first divider': ['without subtitle', "\\A(.+?)" ~ divider, [1]],
    }) }}
{%- endmacro %}

{# Whether a title has what divides it into parts. Most have not, and need not be looked at part by part. #}
{% macro may_have_variants(title) -%}
    {{ matches(title, "[:/(\\[–—''’]| [-] | 3-?[Dd]|[♥\\x{fffd}]| [Aa][.]?[Kk][.]?[Aa]| [Oo]r[,: ]") }}
{%- endmacro %}

{#
    What says of a movie only what it is: "The Movie", "A Star Wars Story". A subtitle that says more may tell it from
    another movie.
#}
{% macro kinds() -%}
    {{ return(
        "the (?:movie|film)|based on .+"
        ~ "|an? (?:[^:]+ )?(?:adventure|comedy|documentary|fable|musical|mystery|romance|saga|story|tale)"
    ) }}
{%- endmacro %}

{# Whose name stands before titles as a brand, or because many have filmed the tale. #}
{% macro owners() -%}
    {{ return([
        'Alfred Hitchcock', 'Bram Stoker', 'Disney', 'Disney[ /]Pixar', 'Walt Disney', 'Dr[.] Seuss', 'DreamWorks',
        'Federico Fellini', 'Fellini', 'Jackie Chan', 'John Carpenter', 'Lee Daniels', 'Marvel', 'Marvel Studios',
        'Mary Shelley', 'Monty Python', 'National Lampoon', 'Roald Dahl', 'Rob Zombie', 'Stephen King', 'Tim Burton',
        'Tom Clancy', 'Tyler Perry', 'Wes Craven', 'William Shakespeare',
    ] | join('|')) }}
{%- endmacro %}

{# The part of a title; null where it has none. #}
{% macro title_variant(part, title) -%}
    case {{ part }}
        {% for name, variant in title_variants().items() %}
        {%- set groups, joint = variant[2], variant[3] | default(': ') %}
        when '{{ name }}' then nullif(
            {%- for group in groups -%}
            {{ " || '" ~ joint ~ "' || " if not loop.first -}}
            regexp_extract({{ title }}, '{{ variant[1] }}', {{ group }})
            {%- endfor -%}
            , '{{ joint if groups | length > 1 }}'
        )
        {% endfor %}
    end
{%- endmacro %}
