{#
    What silver did not take from bronze, one row a value: the rules are those that the staging models note
    (macros/values/note_rule.sql). `rejects` says whether the whole row is gone (no title, no year) or only the value.
#}
{% for table in contract_tables() %}
{% set rules = rules_of('stg_' ~ table) %}
{% set bronze = source('bronze', table) %}
{% for column, rule in rules.items() %}
select
    '{{ table }}' as table_name,
    _file as file,
    _sha256 as sha256,
    _line as line,
    _loaded_at as loaded_at,
    '{{ column }}' as column_name,
    {{ column }} as value,
    '{{ rule.says }}' as expected,
    '{{ rule.rejects }}' as rejects
from {{ bronze }}
where case when {{ rule.sound }} then false else {{ 'true' if rule.rejects == 'row' else 'not ' ~ is_missing(column) }} end

{% if not loop.last %}union all{% endif %}
{% endfor %}
{% if not loop.last %}union all{% endif %}
{% endfor %}
