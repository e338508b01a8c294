#!/bin/bash
# Healthy: the server has started; whether the coordinator counts on it, system.runtime.nodes tells.
set -euo pipefail
[[ $(curl -fsS --max-time 5 --cacert /secrets/ca.pem https://localhost:8443/v1/info) == *'"starting":false'* ]]
