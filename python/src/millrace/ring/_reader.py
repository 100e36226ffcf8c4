"""The end that reads."""

from __future__ import annotations

import collections
import os
import threading
from types import TracebackType

import pyarrow as pa

from .._errors import RingError
from . import _link
from ._link import Link, Listener
from ._protocol import Control, Kind, Message, Role
from ._segment import Geometry


class RingReader:
    """Reads batches in shared memory, where the writer has put them: nothing is copied.

    ``connect`` reaches a writer that listens, such as Millrace's ring sink; ``listen`` waits for a
    writer to come. A slot goes back to the writer when the last batch on it is forgotten, so keep
    no batches: copy what is to be kept, or the writer waits. Iterate it, or hand it to anything
    that takes ``__arrow_c_stream__``. It ends when the writer does; a writer that goes without a
    word is a RingError.
    """

    def __init__(self, link: Link | None, listener: Listener | None) -> None:
        self._pending = listener
        self._link = link
        self._releases = None if link is None else _Releases(link.control)
        self._expected = 1
        self._ended = False
        self._schema: pa.Schema | None = None
        # batches of the slot that was opened last, which are not held by anything else here
        self._waiting: collections.deque[pa.RecordBatch] = collections.deque()

    @classmethod
    def connect(cls, path: str | os.PathLike[str], *, timeout: float = 10) -> RingReader:
        """A reader of the ring whose writer listens at ``path``, or will within the time."""
        return cls(_link.connect(path, Role.READER, timeout), None)

    @classmethod
    def listen(
        cls, path: str | os.PathLike[str], *, slots: int = 8, slot_bytes: int = 16 << 20
    ) -> RingReader:
        """A reader that listens at ``path``; reading waits for one writer to come."""
        return cls(None, Listener(path, Geometry(slots, slot_bytes), Role.READER))

    @property
    def schema(self) -> pa.Schema:
        """The columns, after waiting for the first batch."""
        if self._schema is None:
            self._next_slot()
        if self._schema is None:
            raise RingError("A ring has columns once something was written: batches=0.")
        return self._schema

    def __iter__(self) -> RingReader:
        return self

    def __next__(self) -> pa.RecordBatch:
        """The next batch, after waiting for it."""
        while not self._waiting:
            if not self._next_slot():
                raise StopIteration
        return self._waiting.popleft()

    def to_reader(self) -> pa.RecordBatchReader:
        """The same batches as pyarrow's reader."""
        return pa.RecordBatchReader.from_batches(self.schema, self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_reader().__arrow_c_stream__(requested_schema)

    def _next_slot(self) -> bool:
        """Opens the next payload, after waiting for it; false at the end."""
        if self._ended:
            return False
        link = self._connected()
        message = link.control.receive()
        if message is None:
            raise RingError(f"The writer has gone without an end: batches={self._expected - 1}.")
        link.control.raise_if_failed(message)
        if message.kind is Kind.END:
            if message.numbers[0] != self._expected - 1:
                link.control.fail(
                    "An end has the number of batches:"
                    f" published={self._expected - 1}, end={message.numbers[0]}."
                )
            self._ended = True
            return False
        if message.kind is not Kind.PUBLISHED:
            link.control.fail(f"A writer publishes, and nothing else: got={message.kind.name}.")
        self._open(link, *message.numbers)
        return True

    def _open(self, link: Link, slot: int, _: int, sequence: int, length: int) -> None:
        geometry = link.segment.geometry
        if slot >= geometry.slots or length > geometry.slot_bytes or sequence != self._expected:
            link.control.fail(
                "A slot is in range, its payload within it, its sequence the next:"
                f" slot={slot}, length={length}, sequence={sequence}, expected={self._expected}."
            )
        words = (link.segment.sequence(slot), link.segment.length(slot))
        if words != (sequence, length) or slot in self._held():
            link.control.fail(
                "A slot is published as its message says, and was the writer's:"
                f" slot={slot}, message={(sequence, length)}, table={words}."
            )
        self._expected += 1
        lease = _Lease(self._held(), slot, sequence)
        try:
            with pa.ipc.open_stream(link.segment.payload(slot, length, lease)) as stream:
                schema = stream.schema
                batches = [_checked(batch) for batch in stream]
        except (pa.ArrowException, OSError) as error:
            link.control.fail(f"A payload is an Arrow IPC stream: cause={error}.")
        if self._schema is not None and _columns(schema) != _columns(self._schema):
            link.control.fail(
                "All payloads have the columns of the first:"
                f" expected={self._schema}, found={schema}."
            )
        self._schema = schema
        self._waiting.extend(batches)

    def _held(self) -> _Releases:
        assert self._releases is not None
        return self._releases

    def _connected(self) -> Link:
        if self._link is None:
            if self._pending is None:
                raise RingError("A ring is read while it is open: state=closed.")
            self._link = self._pending.accept()
            self._releases = _Releases(self._link.control)
            self._pending = None
        return self._link

    def close(self) -> None:
        """Goes. Batches that are still held stay readable; the writer gets its slots back."""
        self._waiting.clear()
        if self._pending is not None:
            self._pending.close()
            self._pending = None
        if self._link is not None:
            self._link.control.close()
            self._link = None

    def __enter__(self) -> RingReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _checked(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch, once its sizes, offsets, indices and text were looked at.

    pyarrow takes the metadata's word for all of these, and would read outside the slot, or crash,
    where a writer is wrong about them.
    """
    batch.validate()
    for column in batch.columns:
        _without_dates(column).validate(full=True)
    return batch


def _without_dates(column: pa.Array) -> pa.Array:
    """Milliseconds of dates as numbers: that they are whole days is not asked of a writer."""
    if pa.types.is_date64(column.type):
        return column.view(pa.int64())
    if pa.types.is_dictionary(column.type) and pa.types.is_date64(column.type.value_type):
        values = column.dictionary.view(pa.int64())
        return pa.DictionaryArray.from_arrays(column.indices, values, safe=False)
    return column


def _columns(schema: pa.Schema) -> list[tuple[str, pa.DataType]]:
    return [(field.name, field.type) for field in schema]


class _Releases:
    """Slots that the reader holds, and the way back for them.

    A lease may end on any thread, in the middle of anything, so it only leaves a note; whoever
    gets the lock sends all notes.
    """

    def __init__(self, control: Control) -> None:
        self._control = control
        self._slots: set[int] = set()
        self._notes: collections.deque[tuple[int, int]] = collections.deque()
        self._sending = threading.Lock()

    def __contains__(self, slot: int) -> bool:
        return slot in self._slots

    def hold(self, slot: int) -> None:
        self._slots.add(slot)

    def release(self, slot: int, sequence: int) -> None:
        self._notes.append((slot, sequence))
        while self._notes and self._sending.acquire(blocking=False):
            try:
                while self._notes:
                    slot, sequence = self._notes.popleft()
                    self._slots.discard(slot)
                    self._control.try_send(Message(Kind.RELEASED, (slot, 0, sequence)))
            finally:
                self._sending.release()


class _Lease:
    """Gives a slot back when the last buffer on it is forgotten."""

    def __init__(self, releases: _Releases, slot: int, sequence: int) -> None:
        self._releases = releases
        self._slot = slot
        self._sequence = sequence
        releases.hold(slot)

    def __del__(self) -> None:
        self._releases.release(self._slot, self._sequence)
