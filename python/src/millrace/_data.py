"""From whatever holds Arrow data to batches that Millrace reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, Union, runtime_checkable

import pyarrow as pa

from ._errors import InvalidError


@runtime_checkable
class _Stream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


@runtime_checkable
class _Array(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> object: ...


ArrowData = Union[_Stream, _Array, Iterable["ArrowData"]]
"""A frame, table or reader (``__arrow_c_stream__``), a batch, or an iterable of these."""


def _plain_type(kind: pa.DataType) -> pa.DataType:
    """Views are not sent: text and binary in them become text and binary with offsets."""
    if pa.types.is_dictionary(kind):
        values = _plain_type(kind.value_type)
        return kind if values == kind.value_type else values
    if kind == pa.string_view():
        return pa.large_string()
    return pa.large_binary() if kind == pa.binary_view() else kind


def _plain_schema(schema: pa.Schema) -> pa.Schema:
    """Without the library's own notes, which would be wrong for what a query makes of it."""
    return pa.schema([pa.field(f.name, _plain_type(f.type), f.nullable) for f in schema])


# Types that hold the same kind of values: what a library chose among them says nothing.
_KINDS = (
    lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind),
    lambda kind: pa.types.is_binary(kind) or pa.types.is_large_binary(kind),
    pa.types.is_integer,
    pa.types.is_floating,
    lambda kind: pa.types.is_timestamp(kind) and kind.tz is None,
    lambda kind: pa.types.is_timestamp(kind) and kind.tz is not None,
    pa.types.is_duration,
    pa.types.is_date,
)


def _same_kind(a: pa.DataType, b: pa.DataType) -> bool:
    return a == b or any(test(a) and test(b) for test in _KINDS)


def _fitted(schema: pa.Schema, target: pa.Schema) -> pa.Schema:
    """The target, if the columns are there by name and of the same kinds; else the schema."""
    if sorted(schema.names) != sorted(target.names) or len(set(schema.names)) < len(schema):
        return schema
    values = [
        kind.value_type if pa.types.is_dictionary(kind) else kind
        for kind in (schema.field(name).type for name in target.names)
    ]
    fits = all(_same_kind(kind, field.type) for kind, field in zip(values, target))
    return target if fits else schema


def _as(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [
        column if column.type == field.type else _cast(column, field)
        for column, field in zip((batch.column(name) for name in schema.names), schema)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _cast(column: pa.Array, field: pa.Field) -> pa.Array:
    try:
        return column.cast(field.type)
    except pa.ArrowInvalid as error:
        raise InvalidError(
            "Values must fit their column:"
            f" column={field.name}, type={field.type}, found={column.type}, cause={error}."
        ) from None


def _readers(data: Any) -> Iterator[pa.RecordBatchReader]:
    if isinstance(data, pa.RecordBatch):
        yield pa.RecordBatchReader.from_batches(data.schema, [data])
    elif isinstance(data, _Stream):
        yield pa.RecordBatchReader.from_stream(data)
    elif isinstance(data, _Array):
        yield from _readers(pa.record_batch(data))
    elif isinstance(data, (str, bytes, dict)) or not isinstance(data, Iterable):
        raise TypeError(
            "Data must hold Arrow columns: type="
            + type(data).__name__
            + ". Give a frame, a table, a reader, or an iterable of these."
        )
    else:
        for part in data:
            yield from _readers(part)


class Batches:
    """Batches of one schema, taken from the data as they are asked for."""

    def __init__(self, data: ArrowData) -> None:
        self._parts = _readers(data)
        first = next(self._parts, None)
        if first is None:
            raise ValueError("Data must have columns: parts=0. Give at least one empty frame.")
        self._first = first
        self._brought = _plain_schema(first.schema)
        self.schema = self._brought

    def fit(self, target: pa.Schema) -> None:
        """Takes the columns in the target's order and types, where they are of the same kinds."""
        self.schema = _fitted(self._brought, target)

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        yield from self._of(self._first)
        for part in self._parts:
            if _plain_schema(part.schema) != self._brought:
                raise ValueError(
                    "All parts must have the columns of the first: expected="
                    + f"{self._brought}, found={part.schema}."
                )
            yield from self._of(part)

    def _of(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        for batch in reader:
            yield _as(batch, self.schema)


def pieces(batch: pa.RecordBatch, most: int) -> Iterator[pa.RecordBatch]:
    """The batch in pieces of about so many bytes, of one row at least."""
    if batch.nbytes <= most or batch.num_rows <= 1:
        yield batch
        return
    rows = max(1, batch.num_rows * most // batch.nbytes)
    for first in range(0, batch.num_rows, rows):
        yield batch.slice(first, rows)
