"""Opens the Iceberg catalog and the object store that the settings name."""

from pathlib import Path
from typing import Any

import fsspec
from pyiceberg.catalog import Catalog, load_catalog
from pyiceberg.catalog.rest import RestCatalog
from pyiceberg.exceptions import NotInstalledError, ServiceUnavailableError
from requests import RequestException, Session
from requests.adapters import HTTPAdapter

from ingest.common.errors import MoviesError
from ingest.common.settings import StoreSettings

REGION = "us-east-1"
CATALOG_SECONDS = 20
# Bytes held of each object that is read or written; 10,000 such parts, the most that S3 takes, make 80 GB.
BLOCK_BYTES = 8 << 20


def open_catalog(settings: StoreSettings) -> Catalog:
    """The catalog that lists the tables, with what their files are read and written with.

    A REST catalog that does not answer is a ServiceUnavailableError, here and in every later call. MoviesError where a
    package is missing.
    """
    files = file_properties(settings)
    # A REST catalog says itself where its tables are.
    warehouse = f"s3://{settings.lakehouse}/warehouse"
    try:
        match settings.catalog:
            case "rest":
                return PunctualCatalog("lake", uri=settings.catalog_uri, token=settings.catalog_token, **files)
            case "sqlite":
                return load_catalog("lake", type="sql", uri=settings.catalog_uri, warehouse=warehouse, **files)
            case "glue":
                region = {"glue.region": settings.s3_region}
                return load_catalog("lake", type="glue", warehouse=warehouse, **region, **files)
    except NotInstalledError:
        extra = {"glue": "movies-lakehouse[aws]"}.get(settings.catalog, "movies-lakehouse")
        raise MoviesError(
            f"MOVIES_CATALOG={settings.catalog} needs packages that are not installed; pip install '{extra}'"
        ) from None


def file_properties(settings: StoreSettings) -> dict[str, str]:
    """Of PyIceberg, for the files of tables; what is not given is left to AWS's own defaults."""
    given = {
        "s3.endpoint": settings.s3_endpoint,
        "s3.access-key-id": settings.s3_key,
        "s3.secret-access-key": settings.s3_secret,
        "s3.region": settings.s3_region,
    }
    library = "pyiceberg.io.pyarrow.PyArrowFileIO"
    fixed = {"py-io-impl": library, "s3.connect-timeout": "5", "s3.request-timeout": "30"}
    return fixed | {name: value for name, value in given.items() if value}


def open_store(
    endpoint: str | None, key: str | None, secret: str | None, ca: Path | None = None, region: str = REGION
) -> Any:
    """The object store as an s3fs file system; `ca` is the certificate that vouches for its TLS, where it is our own.

    Without an endpoint that is AWS S3, without a key whatever AWS's default chain finds. Nothing that was listed is
    remembered, since others put and take objects all the time.
    """
    # Any other store would need a name of its own for each bucket.
    addressing = {"s3": {"addressing_style": "path"}} if endpoint else {}
    store = fsspec.filesystem(
        "s3",
        endpoint_url=endpoint,
        key=key,
        secret=secret,
        use_listings_cache=False,
        default_block_size=BLOCK_BYTES,
        client_kwargs={"region_name": region} | ({"verify": str(ca)} if ca else {}),
        config_kwargs={**addressing, "retries": {"mode": "standard", "total_max_attempts": 2}},
    )
    # Few tries, each of which makes two: where a name is gone, one alone takes seconds. Whoever calls goes on trying.
    store.retries = 2
    return store


class PunctualCatalog(RestCatalog):
    """PyIceberg's own would wait for ever for a catalog that accepts a request and then falls silent."""

    def _create_session(self) -> Session:
        session = super()._create_session()
        for scheme in ("http://", "https://"):
            session.mount(scheme, PunctualAdapter())
        return session


class PunctualAdapter(HTTPAdapter):
    def send(self, request: Any, stream: bool = False, timeout: Any = None, *args: Any, **more: Any) -> Any:
        try:
            return super().send(request, stream, timeout or CATALOG_SECONDS, *args, **more)
        except RequestException as error:
            raise ServiceUnavailableError(f"{request.url}: no answer ({type(error).__name__})") from error
