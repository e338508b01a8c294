#!/bin/bash
# Healthy: Trino answers a query. It is one that needs no other service: Compose gives up on whatever depends on an
# unhealthy service, so an outage elsewhere must not look like Trino's. `movies doctor` looks at the whole.
set -euo pipefail

ask() {
    # The password comes from a file, so that no process list shows it.
    curl -fsS --max-time 5 --cacert /secrets/ca.pem --config /secrets/health.curl "$@"
}

# Trino ends a query that this script leaves behind, which would hold one of the few places of the group `health`.
answer=$(ask --header 'X-Trino-Session: query_max_run_time=8s' --data 'values 1' https://localhost:8443/v1/statement)
while [[ $answer =~ \"nextUri\":\"([^\"]+)\" ]]; do
    answer=$(ask "${BASH_REMATCH[1]}")
done
[[ $answer == *'"state":"FINISHED"'* ]]
