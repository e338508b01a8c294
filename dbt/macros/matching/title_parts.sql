{#
    Parts of a title that may be all that another provider prints, each with the rule by which it matches and where it
    is: a regular expression whose first group is the part.
#}
{% macro title_parts() -%}
    {%- set aka = "[Aa][.]?[Kk][.]?[Aa][.]?:? " -%}
    {%- set divider = "(?:: | [-–—] )" -%}
    {{ return({
        'before brackets': ['other name', "\\A(.+?) *[(\\[].+[)\\]] *\\z"],
        'in brackets': ['other name', "[(\\[](?:" ~ aka ~ ")?([^()\\[\\]]+)[)\\]] *\\z"],
        'before a.k.a.': ['other name', "\\A(.+?),? " ~ aka],
        'after a.k.a.': ['other name', " " ~ aka ~ "([^()\\[\\]]+)\\z"],
        'before a slash': ['other name', "\\A(.+?) / "],
        'after a slash': ['other name', " / (.+)\\z"],
        'before or': ['other name', "\\A(.+?)[,:]? [Oo]r[,:]? "],
        'without an owner': ['other name', "\\A[^:]+?[''’]s? ((?:The|A|An) .+)\\z"],
        'without a known owner': ['other name', "(?i)\\A(?:" ~ owners() ~ ")[''’]s? (.+)\\z"],
        'after the first divider': ['other name', "\\A.+?" ~ divider ~ "(.+)\\z"],
        'after the last divider': ['other name', "\\A.+" ~ divider ~ "(.+)\\z"],
        'before the first divider': ['without subtitle', "\\A(.+?)" ~ divider],
    }) }}
{%- endmacro %}

{# Whose name stands before titles as a brand. No authors of tales that many film: there the name tells films apart. #}
{% macro owners() -%}
    {{ return([
        'Alfred Hitchcock', 'Disney', 'Disney[ /]Pixar', 'Walt Disney', 'Dr[.] Seuss', 'DreamWorks', 'Federico Fellini',
        'Fellini', 'Jackie Chan', 'John Carpenter', 'Lee Daniels', 'Marvel', 'Marvel Studios', 'Monty Python',
        'National Lampoon', 'Rob Zombie', 'Stephen King', 'Tim Burton', 'Tom Clancy', 'Tyler Perry', 'Wes Craven',
    ] | join('|')) }}
{%- endmacro %}

{# The part of a title; null where it has none. #}
{% macro title_part(part, title) -%}
    case {{ part }}
        {% for name, (_, pattern) in title_parts().items() %}
        when '{{ name }}' then nullif(regexp_extract({{ title }}, '{{ pattern }}', 1), '')
        {% endfor %}
    end
{%- endmacro %}
