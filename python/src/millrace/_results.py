"""What comes back, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import pyarrow as pa


class Results:
    """Batches that are read as they are asked for, once.

    Iterate it, read it whole (``read_all``, ``to_pandas``), or hand it to anything that takes
    ``__arrow_c_stream__`` (polars, DuckDB, pyarrow). Close it, or leave its ``with`` block, to end
    the call before its end; what was not read is then dropped.
    """

    def __init__(
        self, schema: pa.Schema, batches: Iterator[pa.RecordBatch], end: Callable[[], None]
    ) -> None:
        self._reader = pa.RecordBatchReader.from_batches(schema, batches)
        self._end = end

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return self._reader.schema

    def to_reader(self) -> pa.RecordBatchReader:
        """The same batches as pyarrow's reader, for as long as this is not closed."""
        return self._reader

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._reader.__arrow_c_stream__(requested_schema)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return iter(self._reader)

    def read_next_batch(self) -> pa.RecordBatch:
        """The next batch, after waiting for it; raises StopIteration at the end."""
        return self._reader.read_next_batch()

    def read_all(self) -> pa.Table:
        """All batches up to the end."""
        with self:
            return self._reader.read_all()

    def to_pandas(self, **options: Any) -> Any:
        """All batches up to the end, as a frame."""
        return self.read_all().to_pandas(**options)

    def close(self) -> None:
        """Ends the call. A second time does nothing."""
        self._end()

    def __enter__(self) -> Results:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
