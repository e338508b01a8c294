{#
    Parts of a title that may be all that another provider prints, each with the rule by which it matches, a regular
    expression, and which of its groups make the part, in their order.
#}
{% macro title_variants() -%}
    {%- set aka = "[Aa][.]?[Kk][.]?[Aa][.]?:? " -%}
    {%- set divider = "(?:: | [-–—] )" -%}
    {{ return({
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
        'without its kind': ['other name', "(?i)\\A(.+?)" ~ divider ~ "(?:" ~ kinds() ~ ") *\\z", [1]],
        'without an owner': ['other name', "\\A[^:]+?[''’]s? ((?:The|A|An) .+)\\z", [1]],
        'without a known owner': ['other name', "(?i)\\A(?:" ~ owners() ~ ")[''’]s? (.+)\\z", [1]],
        'after the first divider': ['last part', "\\A.+?" ~ divider ~ "(.+)\\z", [1]],
        'after the last divider': ['last part', "\\A.+" ~ divider ~ "(.+)\\z", [1]],
        'before the first divider': ['without subtitle', "\\A(.+?)" ~ divider, [1]],
    }) }}
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

{# Whose name stands before titles as a brand. No authors of tales that many film: there the name tells movies apart. #}
{% macro owners() -%}
    {{ return([
        'Alfred Hitchcock', 'Disney', 'Disney[ /]Pixar', 'Walt Disney', 'Dr[.] Seuss', 'DreamWorks', 'Federico Fellini',
        'Fellini', 'Jackie Chan', 'John Carpenter', 'Lee Daniels', 'Marvel', 'Marvel Studios', 'Monty Python',
        'National Lampoon', 'Rob Zombie', 'Stephen King', 'Tim Burton', 'Tom Clancy', 'Tyler Perry', 'Wes Craven',
    ] | join('|')) }}
{%- endmacro %}

{# The part of a title; null where it has none. #}
{% macro title_variant(part, title) -%}
    case {{ part }}
        {% for name, (_, pattern, groups) in title_variants().items() %}
        when '{{ name }}' then nullif(
            {%- for group in groups -%}
            {{ " || ': ' || " if not loop.first }}regexp_extract({{ title }}, '{{ pattern }}', {{ group }})
            {%- endfor -%}
            , '{{ ': ' if groups | length > 1 }}'
        )
        {% endfor %}
    end
{%- endmacro %}
