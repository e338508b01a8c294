{#
    Every title that has an id, and the first title, by provider, of those that share ids with it, be it through others:
    they are one movie, whatever they are called. Unless two of them have different ids of one kind, or cannot_link.csv
    lists two: then each is for itself. The ids are those of all that share them.
#}
{% set ids = identifier_columns() %}

{% if not contract_identifiers() %}

    select title_id, title_id as identity_id, false as is_contradictory, {{ ids | join(', ') }}, cannot_link
    from {{ ref('titles') }}
    where false

{% else %}

    with

        titles as (
            select title_id, provider_rank, cannot_link, {{ ids | join(', ') }}
            from {{ ref('titles') }}
            where coalesce({{ ids | join(', ') }}) is not null
        ),

        pairs as (select * from {{ ref('identifier_pairs') }} where cannot_link_reason is null),

        shared as (
            select title_id, first_id
            from pairs
            union
            select first_id as title_id, first_id
            from pairs
        ),

        -- One step a kind of id reaches all titles of a movie, which has one id of each kind.
        reached_0 as (
            select title_id, lpad(cast(provider_rank as varchar), 4, '0') || title_id as first_title
            from titles
            where title_id in (select title_id from shared)
        ),
        {% for _ in ids %}

            reached_{{ loop.index }} as (
                select shared.title_id, min(sharing.first_title) as first_title
                from shared
                inner join
                    (
                        select shared.first_id, min(nearer.first_title) as first_title
                        from shared
                        inner join reached_{{ loop.index0 }} as nearer on shared.title_id = nearer.title_id
                        group by shared.first_id
                    ) as sharing
                    on shared.first_id = sharing.first_id
                group by shared.title_id
            ),
        {% endfor %}

        reached as (select title_id, substr(first_title, 5) as identity_id from reached_{{ ids | length }}),

        contradictory as (
            select reached.identity_id
            from reached
            inner join titles on reached.title_id = titles.title_id
            group by reached.identity_id
            having
                count(case when titles.cannot_link then 1 end) > 1
                {% for id in ids %} or min(titles.{{ id }}) <> max(titles.{{ id }})
                {% endfor %}
            union
            -- Further than was looked: by then a kind has two ids.
            select reached.identity_id
            from shared
            inner join reached on shared.title_id = reached.title_id
            inner join reached as firsts on shared.first_id = firsts.title_id
            where reached.identity_id <> firsts.identity_id
        ),

        joined as (
            select
                titles.*,
                case when contradictory.identity_id is null then reached.identity_id end as sound_id,
                contradictory.identity_id is not null as is_contradictory
            from titles
            left join reached on titles.title_id = reached.title_id
            left join contradictory on reached.identity_id = contradictory.identity_id
        )

    select
        title_id,
        coalesce(sound_id, title_id) as identity_id,
        is_contradictory,
        {% for id in ids %} max({{ id }}) over (partition by coalesce(sound_id, title_id)) as {{ id }},
        {% endfor %}
        bool_or(cannot_link) over (partition by coalesce(sound_id, title_id)) as cannot_link
    from joined

{% endif %}
