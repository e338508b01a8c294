#!/bin/sh
# A part of Airflow by its command's name, or `provision`: what the others need, before they start.
set -eu
case "$1" in
    provision)
        python database.py airflow
        exec airflow db migrate
        ;;
    api-server)
        # Airflow opens the file for writing, and nothing may write to secrets.
        umask 077 && cat /secrets/passwords.json >/tmp/passwords.json
        ;;
esac
exec airflow "$@"
