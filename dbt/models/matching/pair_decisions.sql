{#
    What is decided of each candidate pair. Two short titles of neighbouring years are one movie only between providers
    whose years differ for one in twenty of the movies that they share; else they may be a movie and its remake.
#}
with

    users as (select * from {{ title_users() }} as title_users),

    often_apart as (
        select provider, other_provider from {{ ref('year_differences') }} where a_year_apart * 20 >= movies
    ),

    doubtful as (
        select distinct short_titles.title_id, short_titles.matched_title_id
        from {{ ref('pair_choices') }} as short_titles
        inner join users on short_titles.title_id = users.title_id
        inner join users as others on short_titles.matched_title_id = others.title_id
        left join often_apart on users.provider = often_apart.provider and others.provider = often_apart.other_provider
        where short_titles.rule = 'short title' and often_apart.provider is null
    )

select
    choices.title_id,
    choices.matched_title_id,
    choices.rule,
    case
        when choices.decision = 'taken' and doubtful.title_id is not null
        then 'years seldom differ'
        else choices.decision
    end as decision
from {{ ref('pair_choices') }} as choices
left join doubtful on choices.title_id = doubtful.title_id and choices.matched_title_id = doubtful.matched_title_id
