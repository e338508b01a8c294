"""A function as AWS Lambda runs it: its true entry point, asking a runtime API of ours, killed at its time limit."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

# What the process is told to hang at, the first time it comes there; see inside.py.
HANG_AT, HUNG = "TEST_HANG_AT", "TEST_HUNG"
ENDED = object()


class FunctionFailed(Exception):
    """As the state machine is told of it: the name of the error and its one line."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind, self.message = kind, message


class Sandbox:
    """One function; its process serves one event after the other, and the next gets a new one after it was killed."""

    def __init__(self, handler: str, environment: Mapping[str, str]) -> None:
        self.handler, self.environment = handler, dict(environment)
        self.events: Queue[Any] = Queue()
        self.answers: Queue[tuple[str, Any]] = Queue()
        self.api = ThreadingHTTPServer(("127.0.0.1", 0), runtime_api(self.events, self.answers))
        Thread(target=self.api.serve_forever, daemon=True).start()
        self.process: subprocess.Popen[bytes] | None = None

    def invoke(self, event: object) -> Any:
        """What the function returns; FunctionFailed with what it raises, or when it is killed."""
        if not self.process or self.process.poll() is not None:
            self.start()
        self.events.put(event)
        what, answer = self.answers.get(timeout=900)
        if what == "response":
            return answer
        raise FunctionFailed(answer["errorType"], answer["errorMessage"])

    def start(self) -> None:
        address = f"127.0.0.1:{self.api.server_port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.aws.inside", self.handler],
            env=os.environ | {"AWS_LAMBDA_RUNTIME_API": address} | self.environment,
            stdout=subprocess.DEVNULL,
        )
        Thread(target=self.watch, args=(self.process,), daemon=True).start()

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """Ends it at its time limit, which is when it hangs."""
        hung = Path(self.environment.get(HUNG, "/nowhere"))
        while process.poll() is None:
            if hung.exists():
                process.kill()
                process.wait()
                hung.unlink()
                self.environment.pop(HANG_AT)
                self.answers.put(("error", {"errorType": "Sandbox.Timedout", "errorMessage": "timed out"}))
                return
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)

    def close(self) -> None:
        self.events.put(ENDED)
        self.api.shutdown()
        if self.process:
            self.process.kill()
            self.process.wait()


def runtime_api(events: Queue[Any], answers: Queue[tuple[str, Any]]) -> type[BaseHTTPRequestHandler]:
    """What awslambdaric asks: the next event, and where to put its answer."""

    class Api(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            event = events.get()
            if event is ENDED:
                return
            headers = {
                "Lambda-Runtime-Aws-Request-Id": "1",
                "Lambda-Runtime-Deadline-Ms": "9999999999999",
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:123456789012:function:movies",
            }
            self.reply(200, json.dumps(event).encode(), headers)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.reply(202, b"{}", {})
            answers.put((self.path.rpartition("/")[2], body))

        def reply(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in {
                **headers,
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Api
