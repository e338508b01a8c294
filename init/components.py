"""Which component is given which secret, in the form in which its software reads it."""

import base64
import hashlib
import json

from init.master import AIRFLOW_USERS, SUPERSET_USERS, TOKENS, TRINO_USERS

POSTGRES_USER_ID = 999
USER_ID = 1000
# Metabase's users are e-mail addresses; this one reaches nobody.
METABASE_USER = "admin@movies.invalid"
# Trino's password files take HMAC-SHA1 only. The passwords are random, so rounds need not make up for weak ones.
PBKDF2_ROUNDS = 10_000


def owner(component: str) -> int:
    """User id under which a component runs, and which its files belong to."""
    return POSTGRES_USER_ID if component == "postgres" else USER_ID


def files_by_component(secret: dict[str, str], ca: str, server: str) -> dict[str, dict[str, str]]:
    """Text of each file by component and file name, from the master's secrets and two PEM texts."""
    catalog_login = {"CATALOG_JDBC_PASSWORD": secret["postgres_catalog"]}
    return {
        "postgres": {"superuser_password": secret["postgres"], "catalog_password": secret["postgres_catalog"]},
        "minio": {"root_user": "root", "root_password": secret["s3_root"], "webhooks.env": env(webhooks(secret))},
        "catalog": {"env": env(catalog_login | aws("catalog", secret))},
        "catalog-ingest": {"env": env(catalog_login | aws("catalog_ingest", secret))},
        "gateway": {"server.pem": server, "tokens.map": "".join(token_line(client, secret) for client in TOKENS)},
        "provision": {"secrets.json": json.dumps(secret)},
        "demo": {"env": env(s3("uploader", secret))},
        "ingest": {"env": ingest(secret) + env(events("ingest", secret))},
        "trino": {
            "env": env(
                {
                    "INTERNAL_SECRET": secret["trino_internal"],
                    "LAKE_RW_TOKEN": secret["token_trino"],
                    "LAKE_RW_S3_SECRET": secret["s3_trino"],
                    "LAKE_TOKEN": secret["token_reader"],
                    "LAKE_S3_SECRET": secret["s3_reader"],
                }
            ),
            "server.pem": server,
            "ca.pem": ca,
            "password.db": "".join(password_line(user, secret) for user in TRINO_USERS),
            "analyst_password": secret["trino_analyst"],
            "health.curl": f'user = "health:{secret["trino_health"]}"\n',
        },
        "dbt": {"env": dbt(secret) + env(events("dbt", secret)), "ca.pem": ca} | publishing(secret),
        "maintenance": {"env": env({"MOVIES_CATALOG_TOKEN": secret["token_maintenance"]} | s3("maintenance", secret))},
        "superset": superset(secret, ca),
        "superset-provision": superset(secret, ca)
        | {"superuser_password": secret["postgres"]}
        | {f"{user}_password": secret[f"superset_{user}"] for user in SUPERSET_USERS},
        "metabase-database": {
            "superuser_password": secret["postgres"],
            "database_password": secret["postgres_metabase"],
        },
        "metabase": {
            "env": env(
                {
                    "MB_DB_PASS": secret["postgres_metabase"],
                    # With which it encrypts Trino's password in its database.
                    "MB_ENCRYPTION_SECRET_KEY": secret["metabase_encryption_key"],
                }
            ),
            "ca.pem": ca,
        },
        "metabase-provision": {
            "env": env(
                {
                    "METABASE_USER": METABASE_USER,
                    "METABASE_PASSWORD": secret["metabase_admin"],
                    "METABASE_TRINO_PASSWORD": secret["trino_metabase"],
                }
            )
        },
        "airflow-provision": {
            "env": airflow(secret),
            "superuser_password": secret["postgres"],
            "database_password": secret["postgres_airflow"],
        },
        "airflow-api": {
            "env": airflow(secret),
            "passwords.json": json.dumps({user: secret[f"airflow_{user}"] for user in AIRFLOW_USERS}),
        },
        # Its tasks have the rights of the two services whose work they do.
        "airflow-scheduler": {
            "env": airflow(secret),
            "ingest.env": ingest(secret),
            "dbt.env": dbt(secret),
            "ca.pem": ca,
        }
        | publishing(secret),
        "airflow-triggerer": {"env": airflow(secret) + env(s3("airflow", secret))},
        "airflow-dag-processor": {"env": airflow(secret)},
        "grafana": {"admin_password": secret["grafana_admin"]},
        "alerts": {"env": env({"MOVIES_TRINO_PASSWORD": secret["trino_analyst"]}), "ca.pem": ca},
        "credentials": {"credentials.json": json.dumps(for_people(secret, ca), indent=1) + "\n"},
    }


def for_people(secret: dict[str, str], ca: str) -> dict[str, object]:
    return {
        "trino": {user: secret[f"trino_{user}"] for user in ("admin", "dbt", "analyst", "bi")},
        "s3": {user: secret[f"s3_{user}"] for user in ("uploader", "root")},
        "superset": {user: secret[f"superset_{user}"] for user in SUPERSET_USERS},
        "metabase": {METABASE_USER: secret["metabase_admin"]},
        "airflow": {user: secret[f"airflow_{user}"] for user in AIRFLOW_USERS},
        "grafana": {"admin": secret["grafana_admin"]},
        "ca": ca,
    }


def ingest(secret: dict[str, str]) -> str:
    return env({"MOVIES_CATALOG_TOKEN": secret["token_ingest"]} | s3("ingest", secret))


def dbt(secret: dict[str, str]) -> str:
    passwords = {"MOVIES_TRINO_PASSWORD": secret["trino_dbt"], "MOVIES_CATALOG_TOKEN": secret["token_dbt"]}
    return env(passwords | s3("dbt", secret))


def publishing(secret: dict[str, str]) -> dict[str, str]:
    return {"catalog_db_password": secret["postgres_dbt"]}


def airflow(secret: dict[str, str]) -> str:
    """What every part of Airflow needs: its database, and the keys of tokens and of what it encrypts there."""
    return env(
        {
            "PGPASSWORD": secret["postgres_airflow"],
            "AIRFLOW__API_AUTH__JWT_SECRET": secret["airflow_jwt"],
            "AIRFLOW__CORE__FERNET_KEY": base64.urlsafe_b64encode(secret["airflow_fernet"].encode()).decode(),
        }
    )


def superset(secret: dict[str, str], ca: str) -> dict[str, str]:
    return {
        "secret_key": secret["superset_secret_key"],
        "database_password": secret["postgres_superset"],
        "trino_password": secret["trino_bi"],
        "ca.pem": ca,
    }


def env(values: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def aws(user: str, secret: dict[str, str]) -> dict[str, str]:
    return {"AWS_ACCESS_KEY_ID": user, "AWS_SECRET_ACCESS_KEY": secret[f"s3_{user}"]}


def s3(user: str, secret: dict[str, str]) -> dict[str, str]:
    return {"MOVIES_S3_KEY": user, "MOVIES_S3_SECRET": secret[f"s3_{user}"]}


def events(service: str, secret: dict[str, str]) -> dict[str, str]:
    return {"MOVIES_EVENTS_TOKEN": secret[f"events_{service}"]}


def webhooks(secret: dict[str, str]) -> dict[str, str]:
    """MinIO sends the token as it is given; where the events go is no secret, and stands in docker-compose.yml."""
    return {
        f"MINIO_NOTIFY_WEBHOOK_AUTH_TOKEN_{target}": f"Bearer {secret[f'events_{service}']}"
        for target, service in {"INGEST": "ingest", "QUEUED": "ingest", "DBT": "dbt"}.items()
    }


def token_line(client: str, secret: dict[str, str]) -> str:
    """A line of the gateway's map; nginx compares plain strings without case, so it has to be an expression."""
    return f'"~^Bearer {secret[f"token_{client}"]}$" {client};\n'


def password_line(user: str, secret: dict[str, str]) -> str:
    # A salt that follows from the user leaves the file as it was while the password is.
    salt, password = hashlib.sha256(user.encode()).digest()[:16], secret[f"trino_{user}"].encode()
    digest = hashlib.pbkdf2_hmac("sha1", password, salt, PBKDF2_ROUNDS)
    return f"{user}:{PBKDF2_ROUNDS}:{salt.hex()}:{digest.hex()}\n"
