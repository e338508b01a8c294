#!/bin/sh
# Trino's own command inside this container: as the analyst, over TLS, without a word about passwords.
set -eu
TRINO_PASSWORD=$(cat /secrets/analyst_password)
export TRINO_PASSWORD HOME=/tmp
# Small, since it shares the container's memory with the server.
exec java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -jar /usr/bin/trino \
    --server https://localhost:8443 --truststore-path /secrets/ca.pem --user analyst --password --catalog lake "$@"
