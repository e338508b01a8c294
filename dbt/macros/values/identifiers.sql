{#
    The ids of a row's movie at IMDb, TMDB and Wikidata, as those write them, all varchar: from the columns that the
    table's contract names (identifiers), else null. Read is what can mean one movie only: an id, its number, or its
    page's address.
#}
{% macro identifiers(table) -%}
    {%- set columns = contract_identifiers().get(table, {}) -%}
    {%- set unknown = 'cast(null as varchar)' -%}
    {{ imdb_id(columns['imdb']) if 'imdb' in columns else unknown }} as imdb_id,
    {{ tmdb_id(columns['tmdb']) if 'tmdb' in columns else unknown }} as tmdb_id,
    {{ wikidata_id(columns['wikidata']) if 'wikidata' in columns else unknown }} as wikidata_id
{%- endmacro %}

{# The same columns, by name. #}
{% macro identifier_columns() -%}
    {{ return(['imdb_id', 'tmdb_id', 'wikidata_id']) }}
{%- endmacro %}

{# An id with whose it is, as matching/placeholder_ids.sql has those that are none. #}
{% macro id_of_provider(id, provider_rank='provider_rank') -%}
    cast({{ provider_rank }} as varchar) || ' {{ id }} ' || {{ id }}
{%- endmacro %}

{# `tt0114709`, `114709`; not a person's `nm0000158`. IMDb writes seven digits at least. #}
{% macro imdb_id(column) -%}
    {%- set digits = id_or_address(
        column, '(?:tt|TT)?(0*[1-9][0-9]{0,7})(?:\\.0*)?', 'imdb\\.com/(?:[a-z-]+/)?title/tt(0*[1-9][0-9]{0,7})'
    ) -%}
    {%- set id = "'tt' || regexp_extract('000000' || " ~ digits ~ ", '\\A0*([0-9]{7,8})\\z', 1)" -%}
    {{ note_rule(column, 'the IMDb id of a title, like tt0114709', id, id ~ ' is not null', number=false) }}
{%- endmacro %}

{# `862`, `862.0`; not the address of a series, whose numbers are others'. #}
{% macro tmdb_id(column) -%}
    {%- set id = id_or_address(
        column, '0*([1-9][0-9]{0,8})(?:\\.0*)?', 'themoviedb\\.org/movie/([1-9][0-9]{0,8})(?:-[^/?#]*)?'
    ) -%}
    {{ note_rule(column, 'the TMDB id of a movie, like 862', id, id ~ ' is not null', number=false) }}
{%- endmacro %}

{# `Q171048`; a number alone may count anything. #}
{% macro wikidata_id(column) -%}
    {%- set digits = id_or_address(
        column, '(?:wd:)?[Qq]([1-9][0-9]{0,9})', 'wikidata\\.org/(?:entity|wiki)/Q([1-9][0-9]{0,9})'
    ) -%}
    {%- set id = "'Q' || " ~ digits -%}
    {{ note_rule(column, 'the Wikidata id of a movie, like Q171048', id, id ~ ' is not null', number=false) }}
{%- endmacro %}

{# Group 1 of the pattern of an id, or of its page's address; both take the whole text. #}
{% macro id_or_address(column, id, address) -%}
    coalesce(
        {{ taken(column, id) }},
        {{ taken(column, '(?i:(?:https?://)?(?:[a-z]+\\.)?' ~ address ~ ')(?:[/?#][^ ]*)?') }}
    )
{%- endmacro %}
