"""Where the lake is, what computes it and how to reach it: options, else the environment, else `.env`; only here."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from ingest.common.errors import BadContract, Unreachable


@dataclass(frozen=True)
class Settings:
    """Settings of one command; `memory` is what DuckDB may use before it spills to disk, as DuckDB writes sizes."""

    lake: Path
    runtime: str
    memory: str


@dataclass(frozen=True)
class Credentials:
    """What the stack's `init` made: passwords of Trino's users, secrets of S3's, the certificate of the authority."""

    trino: dict[str, str]
    s3: dict[str, str]
    ca: str


@dataclass(frozen=True)
class TrinoEndpoint:
    """How to reach Trino: TLS with the certificates in the file `ca`, a user and its password."""

    host: str
    port: int
    user: str
    password: str
    ca: Path


@dataclass(frozen=True)
class LandingEndpoint:
    """How to put files into the landing bucket: an S3 endpoint over TLS, and a key that may do that."""

    endpoint: str
    key: str
    secret: str
    ca: Path


def environment() -> Mapping[str, str]:
    """The environment, and below it what a file `.env` in the working folder says; an empty value is none."""
    return {name: value for name, value in {**dotenv_values(".env"), **os.environ}.items() if value}


def settings(lake: Path | str | None = None, runtime: str | None = None) -> Settings:
    """What was given, else MOVIES_LAKE, MOVIES_RUNTIME and MOVIES_MEMORY, else the defaults."""
    given = environment()
    folder = Path(lake or given.get("MOVIES_LAKE", "lake")).expanduser().resolve()
    # Tables know their files by address, where these have a meaning of their own.
    if odd := [letter for letter in "#?%" if letter in str(folder)]:
        raise BadContract(f"{folder}: the path of a lake cannot have {' or '.join(odd)}; choose another folder")
    return Settings(
        lake=folder,
        runtime=runtime or given.get("MOVIES_RUNTIME", "embedded"),
        memory=given.get("MOVIES_MEMORY", "1GB"),
    )


def trino_endpoint(default_user: str, known: Callable[[], Credentials], ca: Callable[[], Path]) -> TrinoEndpoint:
    """MOVIES_TRINO_*, TRINO_PORT (the stack's own setting) and MOVIES_CA, else the defaults and what is `known`."""
    given = environment()
    user = given.get("MOVIES_TRINO_USER", default_user)
    return TrinoEndpoint(
        host=given.get("MOVIES_TRINO_HOST", "localhost"),
        port=port(given, "MOVIES_TRINO_PORT", "TRINO_PORT", default="8443"),
        user=user,
        password=given.get("MOVIES_TRINO_PASSWORD") or secret(known().trino, user, "MOVIES_TRINO_PASSWORD"),
        ca=Path(given["MOVIES_CA"]) if "MOVIES_CA" in given else ca(),
    )


def landing_endpoint(known: Callable[[], Credentials], ca: Callable[[], Path]) -> LandingEndpoint:
    """MOVIES_S3_*, S3_PORT (the stack's own setting) and MOVIES_CA, else the defaults and what is `known`."""
    given = environment()
    key = given.get("MOVIES_S3_KEY", "uploader")
    return LandingEndpoint(
        endpoint=given.get("MOVIES_S3_ENDPOINT", f"https://localhost:{port(given, 'S3_PORT', default='9000')}"),
        key=key,
        secret=given.get("MOVIES_S3_SECRET") or secret(known().s3, key, "MOVIES_S3_SECRET"),
        ca=Path(given["MOVIES_CA"]) if "MOVIES_CA" in given else ca(),
    )


def secret(known: Mapping[str, str], user: str, variable: str) -> str:
    if user not in known:
        raise Unreachable(f"no password is known for {user}; set {variable}, or name one of {', '.join(known)}")
    return known[user]


def port(given: Mapping[str, str], *names: str, default: str) -> int:
    """The first of these variables that is set, as a port."""
    name = next((name for name in names if name in given), "")
    if not (text := given.get(name, default)).isdecimal():
        raise BadContract(f"{name} is {text!r}; a port is a number")
    return int(text)
