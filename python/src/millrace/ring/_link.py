"""How two ends come together."""

from __future__ import annotations

import os
import socket
import struct
import tempfile
import time
from dataclasses import dataclass

from .._errors import RingError
from . import _segment
from ._protocol import VERSION, Control, Kind, Message, Role
from ._segment import Geometry, Segment

_PATIENCE = 10.0
_RETRY = 0.05


@dataclass(frozen=True)
class Link:
    """A connection that both ends have agreed on."""

    control: Control
    segment: Segment


class Listener:
    """A socket on which one client is awaited; its path goes when the client has come."""

    def __init__(self, path: str | os.PathLike[str], geometry: Geometry, role: Role) -> None:
        self._path = os.path.abspath(path)
        self._geometry = geometry
        self._role = role
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._bind()

    def _bind(self) -> None:
        folder, name = os.path.split(self._path)
        if _answers(self._path):
            self._socket.close()
            raise RingError(f"A ring's socket has one server: path={self._path}.")
        try:
            # bound where nobody else can look, and moved once its mode is set
            with tempfile.TemporaryDirectory(dir=folder, prefix=".millrace") as aside:
                self._socket.bind(f"{aside}/{name[:8]}")
                os.chmod(f"{aside}/{name[:8]}", 0o600)
                self._socket.listen(1)
                os.rename(f"{aside}/{name[:8]}", self._path)
        except OSError as error:
            self._socket.close()
            raise RingError(
                f"A ring's socket can be made: path={self._path}, cause={error}."
            ) from None

    def accept(self) -> Link:
        """Waits for a client, as long as it takes, and then listens no more."""
        channel, _ = self._socket.accept()
        self.close()
        _require_same_user(channel)
        control = Control(channel)
        control.set_timeout(_PATIENCE)
        version, role, _, _ = control.expect(Kind.HELLO).numbers
        if version != VERSION:
            control.fail(f"Versions are the same: server={VERSION}, client={version}.")
        if role != 3 - self._role:
            control.fail(f"A ring has one writer and one reader: server={self._role.name}.")
        try:
            segment, path, token = _segment.create(self._geometry, self._role is Role.WRITER)
        except RingError as error:
            control.fail(str(error))
        try:
            control.send(Message(Kind.WELCOME, (VERSION, 0, token), path))
            control.expect(Kind.ATTACHED)
        finally:
            os.unlink(path)
        control.set_timeout(None)
        return Link(control, segment)

    def close(self) -> None:
        """Listens no more."""
        if self._socket.fileno() >= 0:
            self._socket.close()
            os.unlink(self._path)


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(path) == 0


def _require_same_user(channel: socket.socket) -> None:
    credentials = channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    user = struct.unpack("iII", credentials)[1]
    if user != os.getuid():
        channel.close()
        raise RingError(f"Both ends of a ring are of one user: user={user}.")


def connect(path: str | os.PathLike[str], role: Role, timeout: float) -> Link:
    """A connection to the server at a path, which may take some time to be there."""
    control = Control(_connected(os.fspath(path), timeout))
    control.set_timeout(_PATIENCE)
    control.send(Message(Kind.HELLO, (VERSION, role, os.getpid(), 0)))
    welcome = control.expect(Kind.WELCOME)
    version, _, token = welcome.numbers
    if version != VERSION:
        control.fail(f"Versions are the same: client={VERSION}, server={version}.")
    try:
        segment = _segment.attach(welcome.text, token, role is Role.WRITER)
    except RingError as error:
        control.fail(str(error))
    control.send(Message(Kind.ATTACHED))
    control.set_timeout(None)
    return Link(control, segment)


def _connected(path: str, timeout: float) -> socket.socket:
    end = time.monotonic() + timeout
    while True:
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            channel.connect(path)
            return channel
        except OSError as error:
            channel.close()
            if time.monotonic() >= end:
                raise RingError(
                    f"A ring's server must listen: path={path}, cause={error},"
                    f" waited={timeout}s."
                ) from None
        time.sleep(_RETRY)
