"""Asks the stack on this machine for the secrets that its `init` made; nothing keeps a copy of them."""

import json
import subprocess
from pathlib import Path

from ingest.common.errors import Unreachable
from ingest.common.settings import Credentials
from movies_lakehouse.checkout import ROOT

COMPOSE_FILE = "docker-compose.yml"
ASK = ("run", "--rm", "--no-deps", "-T", "credentials")


def credentials() -> Credentials:
    """Passwords and the certificate of the stack; Unreachable when there is no Docker, or it was never started."""
    try:
        said = compose(*ASK)
        return Credentials(**json.loads(said))
    except (OSError, subprocess.CalledProcessError, ValueError, TypeError) as error:
        raise Unreachable(
            f"the stack's passwords are unknown ({told(error)}); start it here: docker compose up --wait, "
            "or set MOVIES_TRINO_PASSWORD, MOVIES_S3_SECRET and MOVIES_CA"
        ) from None


def compose(*arguments: str) -> str:
    """What `docker compose` answers, for the stack of the working folder, else of this project."""
    folder = next((each for each in (Path.cwd(), ROOT) if (each / COMPOSE_FILE).exists()), Path())
    return docker("compose", "--project-directory", str(folder), *arguments)


def docker(*arguments: str) -> str:
    """What the command `docker` answers; OSError or CalledProcessError when it does not."""
    return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout


def told(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no docker command"
    if isinstance(error, subprocess.CalledProcessError) and error.stderr.strip():
        return str(error.stderr.strip().splitlines()[-1])
    return "it never started"
