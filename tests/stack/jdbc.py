"""Trino's JDBC driver from Maven Central, and the program that asks through it."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

VERSION = "483"
SHA256 = "518062369fdfa937b35f11aa45276daa31cccaaad3c8c05eb51e674e23a419e3"
REPOSITORY = Path.home() / ".m2" / "repository"
JAR = REPOSITORY / "io" / "trino" / "trino-jdbc" / VERSION / f"trino-jdbc-{VERSION}.jar"
PROGRAM = Path(__file__).parent / "Query.java"
# Maven gets a build's extensions by itself: the usual way would need a plugin, and forty more files for it.
PROJECT = f"""
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>movies</groupId><artifactId>driver</artifactId><version>1</version><packaging>pom</packaging>
  <build><extensions><extension>
    <groupId>io.trino</groupId><artifactId>trino-jdbc</artifactId><version>{VERSION}</version>
  </extension></extensions></build>
</project>
"""


def driver(folder: Path) -> Path:
    """The driver, where Maven keeps it; a test that cannot have it fails, and says why."""
    if not JAR.exists():
        (folder / "pom.xml").write_text(PROJECT)
        said = told(["mvn", "-q", "-B", f"-Dmaven.repo.local={REPOSITORY}", "-f", str(folder), "validate"])
        if not JAR.exists():
            pytest.fail(f"Maven cannot get io.trino:trino-jdbc:{VERSION} from Maven Central: {said}")
    if (found := hashlib.sha256(JAR.read_bytes()).hexdigest()) != SHA256:
        pytest.fail(f"{JAR} is not the driver that is pinned here, its SHA-256 is {found}: delete it and try again")
    return JAR


def ask(driver: Path, address: str, user: str, password: str, *queries: str) -> list[str]:
    """Lines that the program prints: an answer or an error for each query."""
    login = {"MOVIES_TRINO_USER": user, "MOVIES_TRINO_PASSWORD": password}
    return told(["java", "-cp", str(driver), str(PROGRAM), address, *queries], **login).splitlines()


def told(command: list[str], **environment: str) -> str:
    try:
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=300)
    except FileNotFoundError:
        pytest.fail(f"there is no command {command[0]}: install Java 17 or newer, and Maven")
    return done.stdout + (done.stderr if done.returncode else "")
