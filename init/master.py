"""The master copy of all passwords, tokens and keys: made once, kept until one is rotated."""

import json
import secrets
import string
from pathlib import Path

S3_USERS = ("ingest", "catalog", "catalog_ingest", "trino", "dbt", "maintenance", "reader", "uploader", "airflow")
TOKENS = ("admin", "ingest", "trino", "dbt", "maintenance", "reader")
TRINO_USERS = ("admin", "dbt", "analyst", "bi", "metabase", "health")
SUPERSET_USERS = ("admin", "editor", "viewer")
AIRFLOW_USERS = ("admin", "viewer")
# Services that MinIO tells of events.
EVENTS = ("ingest", "dbt")
NAMES = (
    "postgres",
    "postgres_catalog",
    "postgres_dbt",
    "postgres_superset",
    "postgres_airflow",
    "superset_secret_key",
    "postgres_metabase",
    "metabase_encryption_key",
    "metabase_admin",
    "airflow_jwt",
    "airflow_fernet",
    "grafana_admin",
    "trino_internal",
    "s3_root",
    *(f"s3_{user}" for user in S3_USERS),
    *(f"token_{client}" for client in TOKENS),
    *(f"trino_{user}" for user in TRINO_USERS),
    *(f"superset_{user}" for user in SUPERSET_USERS),
    *(f"airflow_{user}" for user in AIRFLOW_USERS),
    *(f"events_{service}" for service in EVENTS),
)
# Letters and digits alone need no quoting in SQL, shells, URLs and properties files.
ALPHABET = string.ascii_letters + string.digits
LENGTH = 32


class Master:
    """Secrets by name, as one JSON file keeps them; one that the file lacks is made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.values: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        self._complete()

    def forget(self, names: list[str]) -> None:
        """Replace these secrets by new ones."""
        self.values = {name: value for name, value in self.values.items() if name not in names}
        self._complete()

    def _complete(self) -> None:
        made = {name: self.values.get(name) or random_secret() for name in NAMES}
        if made != self.values:
            self.values = made
            new = self.path.with_suffix(".new")
            new.write_text(json.dumps(made, indent=1))
            new.replace(self.path)


def random_secret() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
