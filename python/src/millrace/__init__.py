"""Sends Arrow batches to Millrace streams and queries, and reads what comes of them.

``connect`` reaches a server that runs, ``start`` runs one as a child process; ``RingWriter`` and
``RingReader`` hand batches over in shared memory. Data is anything that pyarrow can read without
copying: frames of pandas and polars, tables, readers, whatever has ``__arrow_c_stream__``.
"""

from ._client import Client, Entry, connect
from ._data import ArrowData
from ._engine import Engine, start
from ._errors import (
    AccessError,
    EngineError,
    InvalidError,
    LimitError,
    MillraceError,
    NotFoundError,
    RingError,
    ServerError,
)
from ._results import Results
from .ring import RingReader, RingWriter

__all__ = [
    "AccessError",
    "ArrowData",
    "Client",
    "Engine",
    "EngineError",
    "Entry",
    "InvalidError",
    "LimitError",
    "MillraceError",
    "NotFoundError",
    "Results",
    "RingError",
    "RingReader",
    "RingWriter",
    "ServerError",
    "connect",
    "start",
]
