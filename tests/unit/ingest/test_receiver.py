"""The receiver over real sockets: what it answers, and that only an accepted event wakes."""

import http.client
import socket
import time
from collections.abc import Iterator

import pytest

from ingest.common.receiver import CONNECTIONS, LARGEST_BODY, PATH, Handler, Receiver, Wake

TOKEN = "c0ffee"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def accept(body: bytes) -> bool:
    if body == b"bad":
        raise ValueError
    return body == b"new"


@pytest.fixture(scope="module")
def running() -> Iterator[Receiver]:
    receiver = Receiver(TOKEN, accept, Wake(), port=0).start()
    yield receiver
    receiver.shutdown()
    receiver.server_close()


@pytest.fixture
def receiver(running: Receiver) -> Receiver:
    is_woken(running)
    return running


def connect(receiver: Receiver) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", receiver.server_address[1], timeout=30)


def send(receiver: Receiver, body: bytes, headers: dict[str, str], method: str = "POST", path: str = PATH) -> int:
    connection = connect(receiver)
    connection.request(method, path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def is_woken(receiver: Receiver) -> bool:
    return receiver.wake.sleep(0)


@pytest.mark.parametrize(
    ("body", "status", "wakes"), [(b"new", 200, True), (b"known", 200, False), (b"bad", 400, False)]
)
def test_an_event_is_answered_and_wakes_if_it_is_accepted(
    receiver: Receiver, body: bytes, status: int, wakes: bool
) -> None:
    assert send(receiver, body, BEARER) == status
    assert (is_woken(receiver), is_woken(receiver)) == (wakes, False)


@pytest.mark.parametrize(
    "authorization",
    [None, "", TOKEN, f"Bearer {TOKEN}x", f"bearer {TOKEN}", f"Bearer {TOKEN[:-1]}", "Bearer é", "Bearer "],
)
def test_without_the_token_nothing_is_read(receiver: Receiver, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    assert send(receiver, b"new", headers) == send(receiver, b"new", headers, path="/other") == 401
    assert not is_woken(receiver)


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({}, "/", 404),
        ({}, f"{PATH}/", 404),
        ({"Transfer-Encoding": "chunked"}, PATH, 411),
        ({"Content-Length": "-1"}, PATH, 411),
        ({"Content-Length": "²"}, PATH, 411),
        ({"Content-Length": str(LARGEST_BODY + 1)}, PATH, 413),
        ({"Content-Length": "9" * 5000}, PATH, 413),
    ],
)
def test_other_requests_are_refused_before_their_body_is_read(
    receiver: Receiver, headers: dict[str, str], path: str, status: int
) -> None:
    connection = connect(receiver)
    connection.putrequest("POST", path)
    for name, value in (BEARER | headers).items():
        connection.putheader(name, value.encode("latin-1"))
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Connection"]) == (status, "close")
    assert not is_woken(receiver)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_it_takes_nothing_but_posts(receiver: Receiver, method: str) -> None:
    assert send(receiver, b"new", BEARER, method) == 501


def test_several_events_on_one_connection_are_one_wake(receiver: Receiver) -> None:
    connection = connect(receiver)
    for _ in range(3):
        connection.request("POST", PATH, b"new", BEARER)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")
    assert (is_woken(receiver), is_woken(receiver)) == (True, False)


def test_a_body_that_never_comes_and_idle_connections_hold_nobody_up_for_ever(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Handler, "timeout", 0.5)
    idle = [socket.create_connection(("127.0.0.1", receiver.server_address[1])) for _ in range(CONNECTIONS)]
    head = f"POST {PATH} HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 100\r\n\r\nhalf".encode()
    idle[0].sendall(head)
    for _ in range(100):
        try:
            assert send(receiver, b"new", BEARER) == 200
            break
        except OSError:  # turned away: all places are taken
            time.sleep(0.1)
    assert is_woken(receiver)
    for each in idle:
        each.close()
