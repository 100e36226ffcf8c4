"""What can go wrong, and who can do something about it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import pyarrow as pa
from pyarrow import flight


class MillraceError(Exception):
    """Whatever Millrace says no to; the message tells the rule, the values, and what to do."""


class NotFoundError(MillraceError, LookupError):
    """There is nothing of that name; the message has the nearest ones."""


class InvalidError(MillraceError, ValueError):
    """A column, a type or an option does not fit, or data is damaged."""


class AccessError(MillraceError, PermissionError):
    """The server wants a token, or another one."""


class LimitError(MillraceError):
    """A limit of the server was reached: a message too long, a reader too slow."""


class ServerError(MillraceError, ConnectionError):
    """The server cannot be reached, has gone, or has failed."""


class EngineError(MillraceError):
    """A local engine did not start, or ended by itself."""


class RingError(MillraceError, ConnectionError):
    """The other end of a ring has gone, or broke its protocol."""


# Flight's Python errors wrap the server's words into the client's own.
_WORDS = re.compile(r"with message: (.*?)(?:\. gRPC client debug context:.*)?$", re.DOTALL)
_LIMITS = ("reader must keep up", "has so many", "memory for clients is used up")


def _translate(error: pa.ArrowException | OSError) -> MillraceError:
    text = str(error)
    found = _WORDS.search(text)
    message = found.group(1) if found else text
    if found is None or isinstance(error, flight.FlightUnavailableError):
        return ServerError(message)
    if any(words in message for words in _LIMITS):
        return LimitError(message)
    if isinstance(error, pa.ArrowKeyError):
        return NotFoundError(message)
    if isinstance(error, flight.FlightUnauthenticatedError):
        return AccessError(message)
    if isinstance(error, pa.ArrowInvalid):
        return InvalidError(message)
    return ServerError(message)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raises the errors of this package in place of Flight's."""
    try:
        yield
    except pa.ArrowException as error:
        raise _translate(error) from None
    except OSError as error:
        # pyarrow's own name for some of Flight's; what the caller's data raises is not ours
        if not str(error).startswith("Flight returned "):
            raise
        raise ServerError(_translate(error)) from None
