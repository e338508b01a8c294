"""The stack under test: real containers from the real compose file, reached as people and services reach it."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import requests
import trino
import urllib3
from minio import Minio

ROOT = Path(__file__).parents[2]
REGION = "us-east-1"
# Sends each target exactly as it is given: any usual client would first tidy up slashes, dots and percent signs.
ASK = """
import http.client, json, sys
answers = []
for host, method, target, headers, body in json.load(sys.stdin):
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request(method, target, body=body, headers=headers)
    answer = connection.getresponse()
    answers.append((answer.status, answer.read().decode(errors="replace")))
    connection.close()
json.dump(answers, sys.stdout)
"""


@dataclass(frozen=True)
class Request:
    """A request to the catalog's gateway; `target` is sent as it stands."""

    method: str
    target: str
    authorization: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Stack:
    """A running stack by its project name, its host ports and a folder for the certificate."""

    project: str
    trino_port: int
    s3_port: int
    superset_port: int
    airflow_port: int
    folder: Path

    def compose(self, *arguments: str, given: str = "") -> str:
        """What `docker compose` prints; CalledProcessError, with what it complains of as a note, when it fails."""
        return run(["docker", "compose", "-p", self.project, *arguments], given)

    def exec(self, service: str, *command: str) -> str:
        """Output of a command in a running container."""
        return self.compose("exec", "-T", service, *command)

    def log(self, service: str) -> str:
        """What a service has written; Compose itself adds signs for terminals to it."""
        containers = self.compose("ps", "--all", "--quiet", service).split()
        return "".join(run(["docker", "logs", container], errors_too=True) for container in containers)

    def containers(self) -> list[str]:
        """Names of all containers, of those too that have done their work."""
        return self.compose("ps", "--all", "--format", "{{.Name}}").split()

    @cached_property
    def credentials(self) -> dict[str, Any]:
        """What people are told on request."""
        known: dict[str, Any] = json.loads(self.compose("run", "--rm", "--no-deps", "-T", "credentials"))
        return known

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Every password, token and key; only who commands Docker can read them so."""
        told = self.compose("run", "--rm", "--no-deps", "-T", "provision", "cat", "/secrets/secrets.json")
        known: dict[str, str] = json.loads(told)
        return known

    @cached_property
    def ca(self) -> str:
        path = self.folder / "ca.pem"
        path.write_text(self.credentials["ca"])
        return str(path)

    def forget(self) -> None:
        """Have secrets and certificate asked for again, after they may have changed."""
        for known in ("credentials", "secrets", "ca"):
            self.__dict__.pop(known, None)

    # ------------------------------------------------ Trino's endpoint

    def sql(self, user: str, query: str, catalog: str = "lake") -> list[list[Any]]:
        """Rows of an answer; trino.exceptions.Error when it is error."""
        return self.sql_as(user, user, self.secrets[f"trino_{user}"], query, catalog)

    def sql_as(self, user: str, login: str, password: str, query: str, catalog: str = "lake") -> list[list[Any]]:
        """The same, for a user that may differ from who logs in."""
        connection = trino.dbapi.Connection(
            host="localhost",
            port=self.trino_port,
            user=user,
            catalog=catalog,
            http_scheme="https",
            auth=trino.auth.BasicAuthentication(login, password),
            http_session=self.session(),
        )
        cursor = connection.cursor()
        cursor.execute(query)
        rows: list[list[Any]] = cursor.fetchall()
        return rows

    def trino_page(self, user: str, path: str) -> requests.Response:
        """Answer of one of Trino's own addresses."""
        login = (user, self.secrets[f"trino_{user}"])
        return self.session().get(f"https://localhost:{self.trino_port}{path}", auth=login, timeout=60)

    def session(self) -> requests.Session:
        session = requests.Session()
        # Else variables such as REQUESTS_CA_BUNDLE would replace the stack's own certificates.
        session.trust_env = False
        session.verify = self.ca
        return session

    # ------------------------------------------------ the storage's endpoint

    def s3(self, user: str, secret: str | None = None) -> Minio:
        """Client of the TLS endpoint as this user."""
        return Minio(
            f"localhost:{self.s3_port}",
            user,
            secret or self.secrets[f"s3_{user}"],
            region=REGION,
            http_client=urllib3.PoolManager(ca_certs=self.ca, retries=False, timeout=60),
        )

    # ------------------------------------------------ from inside

    def python(self, script: str, given: object) -> Any:
        """Run a script inside, on the networks of services: JSON goes in by stdin and comes out of stdout."""
        command = ("run", "--rm", "--no-deps", "-T", "provision", "python", "-c", script)
        return json.loads(self.compose(*command, given=json.dumps(given)))

    def http(self, requests: Sequence[Request], host: str = "gateway:8181") -> list[tuple[int, str]]:
        """Status and body of the answer to each request."""
        asked = []
        for request in requests:
            headers = {} if request.authorization is None else {"Authorization": request.authorization}
            if request.body is not None:
                headers["Content-Type"] = "application/json"
            asked.append((host, request.method, request.target, headers, request.body))
        return [(status, body) for status, body in self.python(ASK, asked)]

    def bearer(self, client: str) -> str:
        return f"Bearer {self.secrets[f'token_{client}']}"


def run(command: Sequence[str], given: str = "", errors_too: bool = False) -> str:
    """Output of a command started in the repository, on request with what it writes to stderr."""
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True)
    if done.returncode:
        error = subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
        error.add_note(done.stderr[-2000:])
        raise error
    return done.stdout + (done.stderr if errors_too else "")
