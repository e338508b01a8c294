#!/usr/bin/env bash
# A database in memory that has a name (`:memory:films`) is how DuckDB lets several connections of one process share one.
# dbt-duckdb takes the last part of the path for the name of the catalog; DuckDB calls the catalog of every database in
# memory `memory`, whatever its own name. So dbt looks for a catalog that does not exist, and fails before the first
# model. A name that ends in `/memory` makes the two agree.
#
# Seen with dbt-core 1.11.16, dbt-duckdb 1.11.1, duckdb 1.5.5: `:memory:` builds; `:memory:films` and `:memory:/films` end
# with `Binder Error: Catalog "..." does not exist!`; `:memory:/memory` builds. Exits 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet dbt-core==1.11.16 dbt-duckdb==1.11.1 duckdb==1.5.5

catalog=$("$work/venv/bin/python" -c "import duckdb; print(*duckdb.connect(':memory:films').sql('select current_catalog()').fetchone())")
[ "$catalog" = memory ] || { echo "changed: DuckDB calls the catalog of :memory:films $catalog" >&2; exit 1; }

mkdir -p "$work/films/models"
cd "$work/films"
printf 'name: films\nversion: 1.0.0\nprofile: films\n' > dbt_project.yml
echo "select 'Up' as title, 2009 as year" > models/films.sql
run() {
    printf 'films:\n  target: dev\n  outputs: {dev: {type: duckdb, path: "%s"}}\n' "$1" > profiles.yml
    "$work/venv/bin/dbt" --no-use-colors --no-send-anonymous-usage-stats run --profiles-dir . 2>&1
}

for path in :memory: :memory:/memory; do
    said=$(run "$path") || { echo "changed: $path fails: $said" >&2; exit 1; }
done
for path in :memory:films :memory:/films; do
    if said=$(run "$path"); then
        echo "changed: $path builds" >&2
        exit 1
    fi
    grep -q 'Catalog ".*films" does not exist' <<<"$said" || { echo "changed: another error: $said" >&2; exit 1; }
    echo "as described: $path: $(grep -o 'Binder Error: .*' <<<"$said" | head -n 1)"
done
