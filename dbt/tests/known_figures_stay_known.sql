-- Columns of which more than a fifth of the known figures would become unknown, at least three: readers would miss
-- them, so somebody has to say that it is meant.
{{ config(group='pipeline') }}
{% set commands = {
    'duckdb': "movies transform --accept-loss ' || column_name || '",
    'trino': "put MOVIES_ACCEPT_LOSS=' || column_name || ' into .env and start the stack again",
} %}
select
    column_name as "column",
    known_before,
    known_after,
    file,
    'mend that file, or accept the loss: {{ commands[target.type] }}' as remedy
from ({{ known_figures() }}) as figures
where
    5 * (known_before - known_after) > known_before
    and known_before - known_after >= 3
    and column_name not in ('', '{{ var("accept_loss", []) | join("', '") }}')
