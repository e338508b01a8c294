"""What docs/operations.md tells operators to type does what it says; after the tests that keep a client."""

import re
from pathlib import Path

import pytest
from minio.error import S3Error
from trino.exceptions import HttpError

from tests.stack.providing import Provider
from tests.stack.support import ROOT, Stack, run


def commands(heading: str) -> list[str]:
    """The blocks of commands below a heading."""
    text = (ROOT / "docs" / "operations.md").read_text()
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def type_in(block: str, at: Path) -> None:
    """Run a block as a person would, with files beside it kept out of the repository."""
    script = block.replace("lakehouse.tar", str(at / "lakehouse.tar")).replace("up --wait", "up --wait --no-build")
    run(["bash", "-euc", script])


def test_a_backup_brings_back_what_was(stack: Stack, provider: Provider, tmp_path: Path) -> None:
    provider.put("before.csv", "Up")
    provider.wait()
    backup, restore = commands("Backup and restore")
    type_in(backup, tmp_path)
    secrets, rows = stack.secrets, provider.rows()
    provider.put("after.csv", "Coco")
    provider.wait()
    type_in(restore, tmp_path)
    stack.forget()
    assert stack.secrets == secrets
    assert provider.rows() == rows == [("before.csv", "Up")]
    provider.put("later.csv", "Coco")
    provider.wait()
    assert provider.rows() == [("before.csv", "Up"), ("later.csv", "Coco")]


def test_rotated_secrets_are_the_only_ones_that_work(stack: Stack, provider: Provider, tmp_path: Path) -> None:
    """The two that the docs have, and with them those of endpoints between services, and the authority."""
    old, old_ca = stack.secrets, stack.credentials["ca"]
    (block,) = commands("Rotate secrets")
    told = {"trino_bi", "s3_uploader"}
    between = {"token_ingest", "s3_ingest", "postgres_catalog", "trino_internal"}
    assert " ".join(["rotate", *sorted(told, reverse=True)]) in block
    type_in(block.replace("rotate ", f"rotate ca {' '.join(between)} "), tmp_path)
    stack.forget()
    assert {name for name, value in stack.secrets.items() if value != old[name]} == told | between
    assert stack.credentials["ca"] != old_ca
    provider = Provider(stack)
    provider.put("a.csv", "Up")
    provider.wait()
    assert provider.rows() == [("a.csv", "Up")]
    assert stack.sql("bi", "select 1") == [[1]]
    with pytest.raises(HttpError, match="401"):
        stack.sql_as("bi", "bi", old["trino_bi"], "select 1")
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        list(stack.s3("uploader", old["s3_uploader"]).list_objects("landing"))
