#!/bin/sh
# Secrets reach the one process that needs them by its environment, never by Docker's settings or a command line.
set -eu
set -a
. /secrets/env
set +a
exec "$@"
