"""The shared-memory ring: docs/ring.md has the protocol, byte for byte."""

from ._reader import RingReader
from ._writer import RingWriter

__all__ = ["RingReader", "RingWriter"]
