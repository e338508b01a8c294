"""Every setting that comes from outside: the environment, and below it a file `.env` in the working folder; only here.

An empty value is none.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.common.errors import BadContract, Unreachable


def number(problem: str) -> BeforeValidator:
    def check(given: Any) -> int:
        if not str(given).isdecimal() or not int(given):
            raise ValueError(problem)
        return int(given)

    return BeforeValidator(check)


def matching(pattern: str, problem: str) -> AfterValidator:
    def check(given: str) -> str:
        if not re.fullmatch(pattern, given):
            raise ValueError(problem)
        return given

    return AfterValidator(check)


Port = Annotated[int, number("a port is a number")]
Seconds = Annotated[int, number("that is not a whole number of seconds above 0")]
Whole = Annotated[int, number("that is not a whole number above 0")]
# Who takes in deliveries and builds: the services by themselves, or Airflow, while they rest.
Driver = Literal["services", "airflow"]
# Where tables are listed: in a file, by a server that speaks Iceberg's REST, or by AWS.
Catalog = Literal["sqlite", "rest", "glue"]
Place = Annotated[str, matching(r"[a-z0-9][a-z0-9.-]+(/[^/]+)*", "write it as bucket or bucket/prefix")]
Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().resolve())]


class FromEnvironment(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, populate_by_name=True, validate_default=True
    )

    @model_validator(mode="before")
    @classmethod
    def without_empty_values(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in given.items() if value != ""}


class Settings(FromEnvironment):
    """Settings of one command; `memory` is what DuckDB may use before it spills to disk, as DuckDB writes sizes."""

    lake: Folder = Field(Path("lake"), validation_alias="MOVIES_LAKE")
    runtime: str = Field("embedded", validation_alias="MOVIES_RUNTIME")
    memory: str = Field("1GB", validation_alias="MOVIES_MEMORY")


class KeepSettings(FromEnvironment):
    """How long upkeep lets old snapshots be: days of bronze; days and number of builds of silver and gold."""

    bronze_days: Whole = Field(90, validation_alias="MOVIES_KEEP_BRONZE_DAYS")
    days: Whole = Field(30, validation_alias="MOVIES_KEEP_DAYS")
    builds: Whole = Field(20, validation_alias="MOVIES_KEEP_BUILDS")


class CatalogSettings(FromEnvironment):
    """Which catalog lists the tables."""

    catalog: Catalog = Field("rest", validation_alias="MOVIES_CATALOG")


class StoreSettings(CatalogSettings):
    """
    Where a service has its catalog and its object store, and how it signs in.

    Without an endpoint the store is AWS S3; without a key, AWS's default chain finds one. `landing` and `lakehouse` are
    each a bucket or a folder of one: where deliveries arrive, and where archive and tables are. `catalog_db_host` is
    where the PostgreSQL behind a REST catalog is, for a service that may change several tables there as one.
    """

    catalog_uri: str = Field("", validation_alias="MOVIES_CATALOG_URI")
    catalog_token: str = Field("", validation_alias="MOVIES_CATALOG_TOKEN")
    catalog_db_host: str | None = Field(None, validation_alias="MOVIES_CATALOG_DB_HOST")
    catalog_db_user: str = Field("dbt", validation_alias="MOVIES_CATALOG_DB_USER")
    catalog_db_password_file: Path | None = Field(None, validation_alias="MOVIES_CATALOG_DB_PASSWORD_FILE")
    s3_endpoint: str | None = Field(None, validation_alias="MOVIES_S3_ENDPOINT")
    s3_key: str | None = Field(None, validation_alias="MOVIES_S3_KEY")
    s3_secret: str | None = Field(None, validation_alias="MOVIES_S3_SECRET")
    s3_region: str = Field("us-east-1", validation_alias=AliasChoices("MOVIES_S3_REGION", "AWS_REGION"))
    landing: Place = Field("landing", validation_alias="MOVIES_LANDING")
    lakehouse: Place = Field("lakehouse", validation_alias="MOVIES_LAKEHOUSE")

    @model_validator(mode="after")
    def is_complete(self) -> "StoreSettings":
        needed = {"sqlite": ["MOVIES_CATALOG_URI"], "rest": ["MOVIES_CATALOG_URI", "MOVIES_CATALOG_TOKEN"], "glue": []}
        keys = {"MOVIES_S3_KEY": self.s3_key, "MOVIES_S3_SECRET": self.s3_secret}
        there = {"MOVIES_CATALOG_URI": self.catalog_uri, "MOVIES_CATALOG_TOKEN": self.catalog_token}
        if missing := [name for name in needed[self.catalog] if not there[name]]:
            raise ValueError(f"environment: {', '.join(missing)} not set; MOVIES_CATALOG={self.catalog} needs that")
        if any(keys.values()) and (missing := [name for name, value in keys.items() if not value]):
            raise ValueError(f"environment: {missing[0]} not set; give both key and secret, or neither")
        if self.catalog_db_host and not self.catalog_db_password_file:
            raise ValueError("environment: MOVIES_CATALOG_DB_PASSWORD_FILE not set; MOVIES_CATALOG_DB_HOST needs that")
        if self.catalog_db_host and self.catalog != "rest":
            raise ValueError("environment: MOVIES_CATALOG_DB_HOST is set; only MOVIES_CATALOG=rest can have that")
        return self

    @property
    def s3(self) -> dict[str, Any]:
        """What `open_store` takes."""
        return {"endpoint": self.s3_endpoint, "key": self.s3_key, "secret": self.s3_secret, "region": self.s3_region}


class IngestSettings(StoreSettings):
    """Settings of the ingest service."""

    reconcile_seconds: Seconds = Field(30, validation_alias="RECONCILE_SECONDS")
    driver: Driver = Field("services", validation_alias="MOVIES_DRIVER")


class EventSettings(FromEnvironment):
    """What a service of the stack asks of whoever brings it events; without a token it takes none."""

    token: str | None = Field(None, validation_alias="MOVIES_EVENTS_TOKEN")


class LineageSettings(FromEnvironment):
    """Where OpenLineage events go besides, by the names that its own clients read: an address, and a key of it."""

    url: str | None = Field(None, validation_alias="OPENLINEAGE_URL", pattern="^https?://[^/]")
    key: str | None = Field(None, validation_alias="OPENLINEAGE_API_KEY")


class AlertSettings(FromEnvironment):
    """Where the stack's alerts go: a file with an address a line, which is a secret; without one none are sent."""

    urls: Path | None = Field(None, validation_alias="MOVIES_ALERT_URLS_FILE")


def silver_columns(text: str) -> list[str]:
    """The columns of a list with commas or spaces between them, each silver.table.column. ValueError: one is not."""
    columns = text.replace(",", " ").split()
    if wrong := [column for column in columns if not re.fullmatch(r"silver\.\w+\.\w+", column)]:
        raise ValueError(f"{wrong[0]!r} is not written as silver.table.column")
    return columns


class BuildSettings(CatalogSettings):
    """
    Settings of the dbt service: what computes silver and gold (`duckdb` or `trino`), and columns of which known figures
    may become unknown (silver_columns).
    """

    engine: str = Field("duckdb", validation_alias="MOVIES_ENGINE")
    driver: Driver = Field("services", validation_alias="MOVIES_DRIVER")
    accept_loss: Annotated[str, AfterValidator(lambda text: " ".join(silver_columns(text)))] = Field(
        "", validation_alias="MOVIES_ACCEPT_LOSS"
    )


class TrinoSettings(FromEnvironment):
    """What the environment says of Trino; `stack_port` is the one that the stack on this machine was started with."""

    host: str = Field("localhost", validation_alias="MOVIES_TRINO_HOST")
    port: Port | None = Field(None, validation_alias="MOVIES_TRINO_PORT")
    stack_port: Port = Field(8443, validation_alias="TRINO_PORT")
    user: str | None = Field(None, validation_alias="MOVIES_TRINO_USER")
    password: str | None = Field(None, validation_alias="MOVIES_TRINO_PASSWORD")
    ca: Path | None = Field(None, validation_alias="MOVIES_CA")


class LandingSettings(FromEnvironment):
    """What the environment says of landing; `stack_port` is the one that the stack on this machine was started with."""

    endpoint: str | None = Field(None, validation_alias="MOVIES_S3_ENDPOINT")
    stack_port: Port = Field(9000, validation_alias="S3_PORT")
    key: str = Field("uploader", validation_alias="MOVIES_S3_KEY")
    secret: str | None = Field(None, validation_alias="MOVIES_S3_SECRET")
    ca: Path | None = Field(None, validation_alias="MOVIES_CA")


Model = TypeVar("Model", bound=FromEnvironment)


def read_settings(model: type[Model], **given: Any) -> Model:
    """Settings as given, else as the environment has them, else the defaults; BadContract where one makes no sense."""
    try:
        return model(**{name: value for name, value in given.items() if value})
    except ValidationError as error:
        raise BadContract(complaint(error)) from None


def complaint(error: ValidationError) -> str:
    [first, *_] = error.errors()
    said = first["msg"].removeprefix("Value error, ")
    # What concerns several settings names them itself.
    return f"{first['loc'][0]} is {first['input']!r}; {said}" if first["loc"] else said


def settings(lake: Path | str | None = None, runtime: str | None = None) -> Settings:
    """Settings of a command: what was given, else the environment, else the defaults."""
    chosen = read_settings(Settings, lake=lake, runtime=runtime)
    # Tables know their files by address, where these have a meaning of their own.
    if odd := [letter for letter in "#?%" if letter in str(chosen.lake)]:
        raise BadContract(f"{chosen.lake}: the path of a lake cannot have {' or '.join(odd)}; choose another folder")
    return chosen


@dataclass(frozen=True)
class Credentials:
    """What the stack's `init` made: passwords of users by service, secrets of S3's, the authority's certificate."""

    trino: dict[str, str]
    s3: dict[str, str]
    ca: str
    # A stack that was started before it had these knows none.
    superset: dict[str, str] = field(default_factory=dict)
    metabase: dict[str, str] = field(default_factory=dict)
    airflow: dict[str, str] = field(default_factory=dict)
    grafana: dict[str, str] = field(default_factory=dict)


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


def trino_endpoint(default_user: str, known: Callable[[], Credentials], ca: Callable[[], Path]) -> TrinoEndpoint:
    """Trino as the environment has it, else on this machine; only what it lacks is asked of `known` and `ca`."""
    given = read_settings(TrinoSettings)
    user = given.user or default_user
    password = given.password or secret(known().trino, user, "MOVIES_TRINO_PASSWORD")
    return TrinoEndpoint(given.host, given.port or given.stack_port, user, password, given.ca or ca())


def landing_endpoint(known: Callable[[], Credentials], ca: Callable[[], Path]) -> LandingEndpoint:
    """Landing as the environment has it, else on this machine; only what it lacks is asked of `known` and `ca`."""
    given = read_settings(LandingSettings)
    endpoint = given.endpoint or f"https://localhost:{given.stack_port}"
    return LandingEndpoint(
        endpoint, given.key, given.secret or secret(known().s3, given.key, "MOVIES_S3_SECRET"), given.ca or ca()
    )


def secret(known: Mapping[str, str], user: str, variable: str) -> str:
    if user not in known:
        raise Unreachable(f"no password is known for {user}; set {variable}, or name one of {', '.join(known)}")
    return known[user]
