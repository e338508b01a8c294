-- Bronze tables whose rows are not all in silver: as the newest of a film, as an older version of it, or rejected.
with

counted as (
    {{ rows_accounted_for() }}
)

select * from counted where rows_in_bronze <> newest_of_a_film + older_versions + rejected
