"""Sending and receiving at the same time."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pyarrow as pa
from pyarrow import flight

from ._data import Batches, pieces
from ._errors import translated


class Exchange:
    """One call of ``do_exchange``: a thread sends, whoever iterates the results receives.

    The thread goes no faster than the server takes what it sends, and ends with the call.
    """

    def __init__(
        self,
        writer: flight.FlightStreamWriter,
        reader: flight.FlightStreamReader,
        batches: Batches,
        message_bytes: int,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._batches = batches
        self._message_bytes = message_bytes
        self._failure: BaseException | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._send, name="millrace-exchange", daemon=True)
        self._thread.start()

    def _send(self) -> None:
        try:
            self._writer.begin(self._batches.schema)
            for batch in self._batches:
                for piece in pieces(batch, self._message_bytes):
                    self._writer.write_batch(piece)
            self._writer.done_writing()
        except pa.ArrowException:
            # the call has ended; whoever receives learns why
            pass
        except BaseException as error:  # noqa: BLE001 - the data's own, raised by results()
            self._failure = error
            self._reader.cancel()

    def schema(self) -> pa.Schema:
        """The columns of the results, after waiting for the server to know them."""
        try:
            with translated():
                return self._reader.schema
        except BaseException:
            self.close()
            self._raise_own_failure()
            raise

    def results(self) -> Iterator[pa.RecordBatch]:
        """The results as they come, those without rows left out."""
        while True:
            try:
                with translated():
                    batch = self._reader.read_chunk().data
            except StopIteration:
                return
            except BaseException:
                self._raise_own_failure()
                raise
            if batch.num_rows > 0:
                yield batch

    def _raise_own_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """Ends the call, and waits for the thread."""
        if self._closed:
            return
        self._closed = True
        self._reader.cancel()
        self._thread.join(timeout=10)
        try:
            self._writer.close()
        except pa.ArrowException:
            # it was cancelled, as it should be
            pass
