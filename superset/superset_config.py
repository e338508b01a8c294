"""Superset's settings: one process, metadata in the stack's PostgreSQL, no Redis, no Celery, every secret a file."""

import os
from pathlib import Path

from query_errors import tell_in_plain_words
from sqlalchemy.engine import URL

SECRETS = Path("/secrets")


def secret(name: str) -> str:
    return (SECRETS / name).read_text().strip()


SECRET_KEY = secret("secret_key")
SQLALCHEMY_DATABASE_URI = URL.create(
    "postgresql+psycopg2",
    username="superset",
    password=secret("database_password"),
    host="postgres",
    port=5432,
    database="superset",
).render_as_string(hide_password=False)

# The only database for which there is a password: an admin who points an asset elsewhere does not send it there.
TRINO = ("trino", 8443, "bi")


def password_of(url: URL) -> str | None:
    """Trino's password when a connection opens: neither an asset nor the metadata has it."""
    known = url.get_backend_name() == "trino" and (url.host, url.port, url.username) == TRINO
    return secret("trino_password") if known else None


SQLALCHEMY_CUSTOM_PASSWORD_STORE = password_of
# They would go before the certificate that the database's asset names, and every query would fail.
for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
    os.environ.pop(variable, None)

FLASK_APP_MUTATOR = tell_in_plain_words
FEATURE_FLAGS = {"DASHBOARD_RBAC": True}
# Whoever has not logged in has this role; provision.py gives it something to see, or nothing.
AUTH_ROLE_PUBLIC = "Public"
WTF_CSRF_ENABLED = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
# Superset's own policy without the hosts of its telemetry and its maps: a page calls no other host than this one.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}

# Answers are kept in the one process; the state of filters is in the metadata.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 300, "CACHE_THRESHOLD": 200}
RATELIMIT_STORAGE_URI = "memory://"
SQLLAB_TIMEOUT = 30
SUPERSET_WEBSERVER_TIMEOUT = 60
ROW_LIMIT = 10_000

# By Okabe and Ito, chosen so that the colour-blind tell them apart: https://jfly.uni-koeln.de/color/
EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "okabe_ito",
        "label": "Okabe and Ito, for the colour-blind",
        "description": "",
        "isDefault": True,
        "colors": ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000"],
    }
]
