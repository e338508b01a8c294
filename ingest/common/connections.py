"""Opens the services of the stack: its Iceberg catalog and its object store."""

from pathlib import Path
from typing import Any

import fsspec
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.rest import RestCatalog
from pyiceberg.exceptions import ServiceUnavailableError
from requests import RequestException, Session
from requests.adapters import HTTPAdapter

REGION = "us-east-1"
CATALOG_SECONDS = 20
# Bytes held of each object that is read or written; 10,000 such parts, the most that S3 takes, make 80 GB.
BLOCK_BYTES = 8 << 20


def open_catalog(uri: str, token: str, endpoint: str, key: str, secret: str) -> Catalog:
    """The Iceberg REST catalog, with the S3 key that table files are read and written with.

    A catalog that does not answer is a ServiceUnavailableError, here and in every later call.
    """
    return PunctualCatalog(
        "lake",
        uri=uri,
        token=token,
        **{
            "py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO",
            "s3.endpoint": endpoint,
            "s3.access-key-id": key,
            "s3.secret-access-key": secret,
            "s3.region": REGION,
            "s3.connect-timeout": "5",
            "s3.request-timeout": "30",
        },
    )


def open_store(endpoint: str, key: str, secret: str, ca: Path | None = None) -> Any:
    """The object store as an s3fs file system; `ca` is the certificate that vouches for its TLS, where it is our own.

    Nothing that was listed is remembered, since others put and take objects all the time.
    """
    store = fsspec.filesystem(
        "s3",
        endpoint_url=endpoint,
        key=key,
        secret=secret,
        use_listings_cache=False,
        default_block_size=BLOCK_BYTES,
        client_kwargs={"region_name": REGION} | ({"verify": str(ca)} if ca else {}),
        config_kwargs={"s3": {"addressing_style": "path"}, "retries": {"mode": "standard", "total_max_attempts": 2}},
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
