#!/bin/sh
# Healthy: whoever shows no token is turned away. What lies behind the doors has health checks of its own.
set -eu
[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8181/v1/namespaces)" = 401 ]
