"""Takes events over HTTP, and wakes a service that waits: nothing is done here, and nothing of it is needed.

Whoever sends is answered at once, so that a store with much to tell is not held up by a load.
"""

import hmac
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PORT = 8080
# Where Prometheus asks; nothing of it is open to the host.
METRICS_PORT = 8081
PATH = "/events"
LARGEST_BODY = 1 << 20
READ_SECONDS = 10.0
CONNECTIONS = 16


class Wake:
    """Lets a service sleep until it is woken, or for some seconds at most."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def now(self) -> None:
        self.event.set()

    def sleep(self, seconds: float) -> bool:
        """Whether it was woken, by now or before."""
        was_woken = self.event.wait(seconds)
        self.event.clear()
        return was_woken


class Receiver(ThreadingHTTPServer):
    """
    Answers POST /events of whoever has the token; `accept` says of a body whether it is worth waking the service.

    Its ValueError is answered with 400.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, token: str, accept: Callable[[bytes], bool], wake: Wake, port: int = PORT) -> None:
        self.authorization, self.accept, self.wake = f"Bearer {token}".encode(), accept, wake
        self.free = threading.BoundedSemaphore(CONNECTIONS)
        super().__init__(("", port), Handler)

    def start(self) -> "Receiver":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def process_request(self, request: Any, client_address: Any) -> None:
        # More than that would take memory from loads; who is turned away tries again.
        if self.free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket.socket | Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is the sender's affair."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = READ_SECONDS
    server: Receiver

    def do_POST(self) -> None:
        self.answer(self.status())

    def status(self) -> int:
        given = self.headers.get("Authorization", "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self.server.authorization):
            return 401
        if self.path != PATH:
            return 404
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            return 411
        if len(length) > 9 or int(length) > LARGEST_BODY:
            return 413
        try:
            if self.server.accept(self.rfile.read(int(length))):
                self.server.wake.now()
        except ValueError:
            return 400
        return 200

    def answer(self, status: int) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", "0")
        if status != 200:  # what was sent may be unread: the connection is of no more use
            self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """A service logs what it does; that somebody knocks is not of interest."""
