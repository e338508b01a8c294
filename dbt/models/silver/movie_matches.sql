{% for provider, model in title_sources().items() %}
    select
        movie_id,
        '{{ provider }}' as provider,
        title_id,
        movie_title as provider_title,
        release_year as provider_year,
        rule,
        _file,
        _line
    from {{ linked_titles(model) }} as linked
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
