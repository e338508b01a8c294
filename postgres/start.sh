#!/bin/sh
# The passwords follow the secret files at every start, so that a rotated one needs no step inside the database.
set -eu
if [ -s "$PGDATA/PG_VERSION" ]; then
    postgres --single -D "$PGDATA" postgres >/dev/null <<SQL
alter role postgres password '$(cat /secrets/superuser_password)'
alter role catalog password '$(cat /secrets/catalog_password)'
SQL
fi
exec docker-entrypoint.sh "$@"
