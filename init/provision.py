"""Make storage and catalog ready for the services: buckets, users and their rights, namespaces, names of tables."""

import json
from pathlib import Path

from init.namespaces import create_namespaces
from init.publisher import allow_publishing
from init.renames import rename_tables
from init.storage import create_buckets, create_users, notify


def main() -> None:
    secret = json.loads(Path("/secrets/secrets.json").read_text())
    create_buckets(secret)
    create_users(secret)
    notify(secret)
    create_namespaces(secret["token_admin"])
    rename_tables(secret["token_admin"])
    allow_publishing(secret["postgres"], secret["postgres_dbt"])


if __name__ == "__main__":
    main()
