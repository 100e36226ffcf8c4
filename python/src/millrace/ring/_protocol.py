"""Control messages on the connection's socket."""

from __future__ import annotations

import enum
import socket
import struct
from dataclasses import dataclass
from typing import NoReturn

from .._errors import RingError

VERSION = 1
_HEAD = struct.Struct("<II")
_LONGEST = 4096


class Role(enum.IntEnum):
    """Which end of a connection a process is."""

    WRITER = 1
    READER = 2


class Kind(enum.IntEnum):
    """Types of messages."""

    HELLO = 1
    WELCOME = 2
    ATTACHED = 3
    PUBLISHED = 4
    RELEASED = 5
    END = 6
    FAILED = 7


_LAYOUTS = {
    Kind.HELLO: struct.Struct("<IIII"),
    Kind.WELCOME: struct.Struct("<IIQ"),
    Kind.ATTACHED: struct.Struct("<"),
    Kind.PUBLISHED: struct.Struct("<IIQQ"),
    Kind.RELEASED: struct.Struct("<IIQ"),
    Kind.END: struct.Struct("<Q"),
    Kind.FAILED: struct.Struct("<"),
}
_WITH_TEXT = (Kind.WELCOME, Kind.FAILED)


@dataclass(frozen=True)
class Message:
    """One message: its numbers, and its text if it has one."""

    kind: Kind
    numbers: tuple[int, ...] = ()
    text: str = ""

    def to_bytes(self) -> bytes:
        """As it goes over the socket."""
        payload = _LAYOUTS[self.kind].pack(*self.numbers) + self.text.encode()
        payload = payload[:_LONGEST]
        return _HEAD.pack(self.kind, len(payload)) + payload


class Control:
    """One end's socket. Sending is whole messages; receiving may wait."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._received = bytearray()

    def set_timeout(self, seconds: float | None) -> None:
        """How long receiving waits at most."""
        self._channel.settimeout(seconds)

    def send(self, message: Message) -> None:
        """Raises RingError if the other end has gone."""
        try:
            self._channel.sendall(message.to_bytes())
        except OSError as error:
            raise RingError(f"The other end of the ring has gone: cause={error}.") from None

    def receive(self, *, wait: bool = True) -> Message | None:
        """The next message; None at the end of the connection.

        Without waiting, None also if no whole message is there yet, and ``ended`` is not told.
        """
        while True:
            message = self._parse()
            if message is not None:
                return message
            try:
                more = self._channel.recv(_LONGEST, 0 if wait else socket.MSG_DONTWAIT)
            except BlockingIOError:
                return None
            except TimeoutError:
                raise RingError("The other end of the ring must answer in 10 seconds.") from None
            except ConnectionError:
                return None
            if not more:
                return None
            self._received += more

    def _parse(self) -> Message | None:
        if len(self._received) < _HEAD.size:
            return None
        number, length = _HEAD.unpack_from(self._received)
        if length > _LONGEST or number not in _LAYOUTS:
            self.fail(f"A message is known and short: type={number}, bytes={length}.")
        if len(self._received) < _HEAD.size + length:
            return None
        kind = Kind(number)
        payload = bytes(self._received[_HEAD.size : _HEAD.size + length])
        del self._received[: _HEAD.size + length]
        layout = _LAYOUTS[kind]
        if length < layout.size or (length > layout.size and kind not in _WITH_TEXT):
            self.fail(f"A message has its length: type={kind.name}, bytes={length}.")
        text = payload[layout.size :].decode(errors="replace")
        return Message(kind, layout.unpack_from(payload), text)

    def expect(self, kind: Kind) -> Message:
        """The next message, which has to be of this kind."""
        message = self.receive()
        if message is None:
            raise RingError(f"The other end of the ring has gone: awaited={kind.name}.")
        self.raise_if_failed(message)
        if message.kind is not kind:
            self.fail(f"A message comes in its turn: awaited={kind.name}, got={message.kind.name}.")
        return message

    @staticmethod
    def raise_if_failed(message: Message) -> None:
        """Raises what the other end said before it closed."""
        if message.kind is Kind.FAILED:
            raise RingError(f"The other end of the ring has ended it: {message.text}")

    def fail(self, why: str) -> NoReturn:
        """Tells the other end why, closes, and raises."""
        self.try_send(Message(Kind.FAILED, text=why))
        self.close()
        raise RingError(why)

    def try_send(self, message: Message) -> None:
        """Sends to whoever may have gone already."""
        try:
            self.send(message)
        except RingError:
            # nobody is there to be told
            pass

    def close(self) -> None:
        """Ends the connection."""
        self._channel.close()
