"""A proxy between a laptop and the server that knows where messages end, and does harm at a chosen one."""

import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

_NO_LINGER = struct.pack("ii", 1, 0)
_SSL_REQUEST = 80877103
_GSS_REQUEST = 80877104
_DELAY_S = 0.15
_LARGE = 400_000


class Fault(StrEnum):
    """What is done to a message: its connection is cut before or after it, reset, or it is held up or sent twice."""

    CUT_BEFORE = "cut before"
    CUT_AFTER = "cut after"
    RESET = "reset"
    DELAY = "delay"
    DOUBLE = "double"


class Proxy:
    """Listens on `port` of the loopback; counts the messages of all connections, both ways."""

    def __init__(self, target: Callable[[], socket.socket]) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.messages = 0
        self.harmed = False
        # a bad line: how long each message takes that is as large as a chunk of a file
        self.large_takes_s = 0.0
        self._harm: tuple[int, Fault] | None = None
        self._turn = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._start(self._accept)

    def harm(self, message: int, fault: Fault) -> None:
        """Do `fault` to the message of that number, counted from now on; `harmed` tells whether one came so far."""
        with self._turn:
            self.messages, self._harm, self.harmed = 0, (message, fault), False

    def be_kind(self) -> None:
        """Pass everything on, and count from now on."""
        with self._turn:
            self.messages, self._harm = 0, None

    def close(self) -> None:
        """End all connections."""
        self._closed = True
        self._listener.close()
        for each in self._threads:
            each.join(timeout=5)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._closed:
            try:
                self._listener.settimeout(0.2)
                client = self._listener.accept()[0]
            except TimeoutError:
                continue
            except OSError:
                return
            client.settimeout(None)
            if not _plain_start(client):
                client.close()
                continue
            server = self._target()
            for each in (client, server):
                # a message that waits for the acknowledgement of the one before takes 40 ms
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._start(self._pump, client, server, True)
            self._start(self._pump, server, client, False)

    def _pump(self, source: socket.socket, target: socket.socket, starting: bool) -> None:
        first = starting
        with suppress(OSError):
            while True:
                message = _message(source, bare=first)
                first = False
                if message is None or not self._pass(message, source, target):
                    break
        for each in (source, target):
            _shut(each)

    def _pass(self, message: bytes, source: socket.socket, target: socket.socket) -> bool:
        """Pass `message` on, or do harm to it; return whether the connection goes on."""
        with self._turn:
            self.messages += 1
            fault = self._harm[1] if self._harm is not None and self._harm[0] == self.messages else None
            self.harmed = self.harmed or fault is not None
        if fault is Fault.CUT_BEFORE:
            return False
        if fault is Fault.RESET:
            for each in (source, target):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
                # wakes who reads it in another thread, which would keep it open
                each.shutdown(socket.SHUT_RD)
                each.close()
            return False
        if len(message) > _LARGE:
            time.sleep(self.large_takes_s)
        if fault is Fault.DELAY:
            time.sleep(_DELAY_S)
        target.sendall(message * 2 if fault is Fault.DOUBLE else message)
        return fault is not Fault.CUT_AFTER


def _plain_start(client: socket.socket) -> bool:
    """Answer that there is no encryption, as often as it is asked for; the start itself is left unread."""
    while True:
        head = client.recv(8, socket.MSG_PEEK | socket.MSG_WAITALL)
        if len(head) < 8:
            return False
        if struct.unpack("!II", head)[1] not in (_SSL_REQUEST, _GSS_REQUEST):
            return True
        client.recv(8, socket.MSG_WAITALL)
        client.sendall(b"N")


def _message(source: socket.socket, *, bare: bool) -> bytes | None:
    """Return the next whole message; the first of a client is `bare`: it has no type."""
    head = _exactly(source, 4 if bare else 5)
    if head is None:
        return None
    rest = _exactly(source, struct.unpack("!I", head[-4:])[0] - 4)
    return None if rest is None else head + rest


def _exactly(source: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        part = source.recv(count - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _shut(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
