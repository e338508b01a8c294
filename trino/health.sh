#!/bin/bash
# Healthy: Trino answers a query over the lake, for which it asks the gateway, the catalog and its database.
set -euo pipefail

ask() {
    # The password comes from a file, so that no process list shows it.
    curl -fsS --max-time 8 --cacert /secrets/ca.pem --config /secrets/health.curl "$@"
}

answer=$(ask --data 'select schema_name from lake.information_schema.schemata' https://localhost:8443/v1/statement)
while [[ $answer =~ \"nextUri\":\"([^\"]+)\" ]]; do
    answer=$(ask "${BASH_REMATCH[1]}")
done
[[ $answer == *'"state":"FINISHED"'* ]]
