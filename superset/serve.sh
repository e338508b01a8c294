#!/bin/sh
# One process with threads: a second one would take as much memory again, and share no answers with the first.
# Enough threads that pages of two browsers may wait for Trino, six requests each, while others are answered.
set -eu
exec gunicorn --bind 0.0.0.0:8088 --workers 1 --worker-class gthread --threads 16 --timeout 60 --keep-alive 5 \
    --worker-tmp-dir /dev/shm --log-level warning "superset.app:create_app()"
