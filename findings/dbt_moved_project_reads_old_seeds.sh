#!/usr/bin/env bash
# A dbt project that is moved or copied together with its `target/` (as an image or a cache does) still parses without a
# word, and then looks for its seeds where it stood before: partial parsing keeps each seed's root path, and the path of
# the project is not among the things that make dbt parse anew.
#
# Seen with dbt-core 1.11.16 and dbt-duckdb 1.11.1: `dbt seed` in the new place fails and names a file in the old one;
# `dbt seed --no-partial-parse` there succeeds. Exits 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet dbt-core==1.11.16 dbt-duckdb==1.11.1 duckdb==1.5.5
dbt() { "$work/venv/bin/dbt" --quiet --no-send-anonymous-usage-stats "$@" 2>&1; }

mkdir -p "$work/before/seeds"
printf 'name: films\nversion: 1.0.0\nprofile: films\n' > "$work/before/dbt_project.yml"
printf 'films:\n  target: dev\n  outputs: {dev: {type: duckdb, path: ":memory:"}}\n' > "$work/before/profiles.yml"
printf 'title,year\nUp,2009\n' > "$work/before/seeds/titles.csv"
dbt parse --project-dir "$work/before" --profiles-dir "$work/before"
mv "$work/before" "$work/after"

if said=$(dbt seed --project-dir "$work/after" --profiles-dir "$work/after"); then
    echo "changed: the seed is read from the project's new place" >&2
    exit 1
fi
grep -q "before/seeds/titles.csv" <<<"$said" || { echo "changed: another error: $said" >&2; exit 1; }
dbt seed --no-partial-parse --project-dir "$work/after" --profiles-dir "$work/after" \
    || { echo "changed: a full parse does not help" >&2; exit 1; }
echo "as described: $(grep -o "[^ ]*before/seeds/titles.csv[^ ]*" <<<"$said" | head -n 1 | sed "s#$work#...#g")"
