#!/bin/sh
# Healthy: whoever shows no token is turned away, and both catalogs and the storage answer behind the doors.
set -eu
[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8181/v1/namespaces)" = 401 ]
for place in catalog catalog-ingest storage; do
    curl -fsS -o /dev/null "http://127.0.0.1:8182/$place"
done
