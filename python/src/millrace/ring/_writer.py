"""The end that writes."""

from __future__ import annotations

import os
from types import TracebackType

import pyarrow as pa

from .._data import ArrowData, Batches
from .._errors import RingError
from . import _link
from ._link import Link, Listener
from ._protocol import Kind, Message, Role
from ._segment import Geometry



class RingWriter:
    """Hands batches to a reader in shared memory: each is written where the reader reads it.

    ``connect`` reaches a reader that listens, such as Millrace's ring source; ``listen`` waits for
    a reader to come. A writer without a free slot waits for the reader to give one back. For one
    thread. Leaving the ``with`` block tells the reader of the end, or of the error.
    """

    def __init__(self, link: Link | None, listener: Listener | None) -> None:
        self._pending = listener
        self._link = link
        self._published: dict[int, int] = {}
        self._sequence = 0
        self._schema: pa.Schema | None = None

    @classmethod
    def connect(cls, path: str | os.PathLike[str], *, timeout: float = 10) -> RingWriter:
        """A writer into the ring whose reader listens at ``path``, or will within the time."""
        return cls(_link.connect(path, Role.WRITER, timeout), None)

    @classmethod
    def listen(
        cls, path: str | os.PathLike[str], *, slots: int = 8, slot_bytes: int = 16 << 20
    ) -> RingWriter:
        """A writer that listens at ``path``; the first ``write`` waits for one reader."""
        return cls(None, Listener(path, Geometry(slots, slot_bytes), Role.WRITER))

    def _connected(self) -> Link:
        if self._link is None:
            if self._pending is None:
                raise RingError("A ring is written while it is open: state=closed.")
            self._link = self._pending.accept()
            self._pending = None
        return self._link

    def write(self, data: ArrowData) -> int:
        """Writes all rows, in as many slots as they need, and returns how many there were.

        They have been published then, not yet read.
        """
        batches = Batches(data)
        if self._schema is not None and self._schema != batches.schema:
            raise ValueError(
                "All batches of a ring have the columns of the first:"
                f" expected={self._schema}, found={batches.schema}."
            )
        self._schema = batches.schema
        return sum(self._write(batch) for batch in batches if batch.num_rows > 0)

    def _write(self, batch: pa.RecordBatch) -> int:
        need = _stream_bytes(batch)
        most = self._connected().segment.geometry.slot_bytes
        if need <= most:
            self._publish(batch)
        elif batch.num_rows == 1:
            raise RingError(f"A row must fit into a slot: bytes={need}, slot={most}.")
        else:
            half = batch.num_rows // 2
            self._write(batch.slice(0, half))
            self._write(batch.slice(half))
        return int(batch.num_rows)

    def _publish(self, batch: pa.RecordBatch) -> None:
        link = self._connected()
        slot = self._free_slot(link)
        link.segment.set_sequence(slot, 0)
        sink = pa.FixedSizeBufferWriter(link.segment.writable_slot(slot))
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        length = sink.tell()
        self._sequence += 1
        link.segment.set_length(slot, length)
        link.segment.set_sequence(slot, self._sequence)
        self._published[slot] = self._sequence
        link.control.send(Message(Kind.PUBLISHED, (slot, 0, self._sequence, length)))

    def _free_slot(self, link: Link) -> int:
        self._take_back(link, wait=False)
        while len(self._published) == link.segment.geometry.slots:
            self._take_back(link, wait=True)
        slots = range(link.segment.geometry.slots)
        return next(slot for slot in slots if slot not in self._published)

    def _take_back(self, link: Link, wait: bool) -> None:
        """Slots that the reader has released; when waiting, one at least."""
        message = link.control.receive(wait=wait)
        if message is None and wait:
            raise RingError("The reader has gone: state=no slot is free.")
        while message is not None:
            link.control.raise_if_failed(message)
            if message.kind is not Kind.RELEASED:
                link.control.fail(f"A reader releases, and nothing else: got={message.kind.name}.")
            slot, _, sequence = message.numbers
            if self._published.get(slot) != sequence:
                link.control.fail(
                    f"What is released was published: slot={slot}, sequence={sequence}."
                )
            del self._published[slot]
            message = link.control.receive(wait=False)

    def close(self) -> None:
        """Tells the reader that this was all. What was published can still be read."""
        self._end(Message(Kind.END, (self._sequence,)))

    def _end(self, message: Message) -> None:
        if self._pending is not None:
            self._pending.close()
            self._pending = None
        if self._link is not None:
            self._link.control.try_send(message)
            self._link.control.close()
            self._link = None

    def __enter__(self) -> RingWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:
            self._end(Message(Kind.FAILED, text=f"The writer has failed: {error}"))


def _stream_bytes(batch: pa.RecordBatch) -> int:
    """Exactly what the batch takes as a stream of its own; nothing is copied to find out."""
    counter = pa.MockOutputStream()
    with pa.ipc.new_stream(counter, batch.schema) as stream:
        stream.write_batch(batch)
    return int(counter.size())
