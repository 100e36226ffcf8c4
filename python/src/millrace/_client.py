"""Calls upon a Millrace server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal

import pyarrow as pa
from pyarrow import flight

from ._data import ArrowData, Batches, pieces
from ._errors import InvalidError, NotFoundError, translated
from ._exchange import Exchange
from ._results import Results

_MESSAGE_BYTES = 16 << 20
_SCHEMES = ("grpc+tcp://", "grpc+tls://", "grpc+unix://", "grpc://")


@dataclass(frozen=True)
class Entry:
    """Something that a server has under a name.

    ``schema`` is None for a query, whose columns depend on what is sent through it.
    """

    name: str
    kind: Literal["stream", "result", "query"]
    schema: pa.Schema | None


def connect(
    address: str = "grpc+tcp://localhost:8815",
    *,
    token: str | None = None,
    tls_root_certs: bytes | None = None,
    message_bytes: int = _MESSAGE_BYTES,
) -> Client:
    """A client of the server at an address.

    Addresses are what ``millrace serve`` prints: ``grpc+tcp://host:port``, ``grpc+tls://host:port``
    or ``grpc+unix:///path``. ``message_bytes`` is about how much is sent at a time; the server has
    a limit, too. Nothing is sent before the first call.
    """
    return Client(address, token, tls_root_certs, message_bytes)


class Client:
    """A connection to a server; close it, or use it in a ``with`` block.

    Calls may be made by several threads at once. Each raises a MillraceError with the server's
    words if the server says no.
    """

    def __init__(
        self, address: str, token: str | None, tls_root_certs: bytes | None, message_bytes: int
    ) -> None:
        self.address = address
        self._message_bytes = message_bytes
        headers = [] if token is None else [(b"authorization", b"Bearer " + token.encode())]
        self._options = flight.FlightCallOptions(headers=headers)
        if not address.startswith(_SCHEMES):
            raise InvalidError(
                f"An address begins with one of {', '.join(_SCHEMES)}: address={address}."
            )
        with translated():
            self._flight = flight.FlightClient(address, tls_root_certs=tls_root_certs)

    def list(self) -> list[Entry]:
        """All streams, results and queries, by name."""
        with translated():
            infos = list(self._flight.list_flights(options=self._options))
        return [_entry(info) for info in infos]

    def put(self, name: str, data: ArrowData) -> int:
        """Appends rows to a stream and returns how many; all have been accepted then.

        Columns are taken by name, in any order; text may be of either width, integers and floats
        of any that their values fit into.
        """
        batches = Batches(data)
        known = self._schema(name)
        if known is not None:
            batches.fit(known)
        with translated():
            writer, answers = self._flight.do_put(
                flight.FlightDescriptor.for_path(name), batches.schema, self._options
            )
            with writer:
                for batch in batches:
                    for piece in pieces(batch, self._message_bytes):
                        writer.write_batch(piece)
                writer.done_writing()
                answer = answers.read()
        return int(json.loads(answer.to_pybytes())["rows"])

    def _schema(self, name: str) -> pa.Schema | None:
        """The columns of a stream; None if there is none of that name."""
        try:
            with translated():
                descriptor = flight.FlightDescriptor.for_path(name)
                return self._flight.get_schema(descriptor, self._options).schema
        except NotFoundError:
            return None

    def get(self, name: str) -> Results:
        """What comes to a stream or result from now on, batch by batch.

        The place is taken when this returns: what is put afterwards is seen. It goes on until it is
        closed or the server's query ends.
        """
        with translated():
            reader = self._flight.do_get(flight.Ticket(name), self._options)
            schema = reader.schema
        return Results(schema, _batches(reader), reader.cancel)

    def exchange(self, query: str, data: ArrowData) -> Results:
        """Sends rows through a query, and returns what comes of them while they are sent.

        Each batch of the data is a micro-batch, if it is not too large for one message. Results
        without rows are left out.
        """
        return self._exchange(flight.FlightDescriptor.for_path(query), data)

    def aggregate(
        self,
        data: ArrowData,
        *,
        by: str | Sequence[str] = (),
        over: Literal["all", "batch", "running"] = "all",
        **aggregates: tuple[str, str] | Literal["count"],
    ) -> Results:
        """Groups rows by columns and aggregates them on the server, as pandas' ``agg`` does.

        ``total=("amount", "sum")`` makes a column ``total``; ``rows="count"`` counts rows.
        Functions: count, sum, min, max, mean, variance, stddev, first, last,
        approx_count_distinct. ``over`` says what is aggregated together: all rows, each batch by
        itself, or all rows so far (each batch then gives the groups that it changed).
        """
        command = {
            "by": [by] if isinstance(by, str) else list(by),
            "aggregates": {
                name: [what] if isinstance(what, str) else list(what)
                for name, what in aggregates.items()
            },
            "over": over,
        }
        descriptor = flight.FlightDescriptor.for_command(json.dumps(command))
        return self._exchange(descriptor, data)

    def _exchange(self, descriptor: flight.FlightDescriptor, data: ArrowData) -> Results:
        batches = Batches(data)
        with translated():
            writer, reader = self._flight.do_exchange(descriptor, self._options)
        exchange = Exchange(writer, reader, batches, self._message_bytes)
        return Results(exchange.schema(), exchange.results(), exchange.close)

    def close(self) -> None:
        """Ends the connection and the calls on it."""
        self._flight.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _entry(info: flight.FlightInfo) -> Entry:
    kind = json.loads(info.app_metadata)["kind"]
    name = info.descriptor.path[0].decode()
    return Entry(name, kind, None if kind == "query" else info.schema)


def _batches(reader: flight.FlightStreamReader) -> Iterator[pa.RecordBatch]:
    while True:
        try:
            with translated():
                chunk = reader.read_chunk()
        except StopIteration:
            return
        yield chunk.data
