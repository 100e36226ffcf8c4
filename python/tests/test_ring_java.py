"""Both ends of the ring against Millrace's own, in each of its parts."""

import contextlib
import datetime
import itertools
import os
import pathlib
import subprocess
import threading

import pyarrow as pa
import pytest

import millrace
from millrace import RingReader, RingWriter
from millrace._engine import _command

PROGRAM = pathlib.Path(__file__).parent / "RingSame.java"


@contextlib.contextmanager
def same(source, sink):
    """The program that hands on, its parts given as (listen or connect, path)."""
    words = [_command(), "run", str(PROGRAM), *map(str, (*source, *sink))]
    with subprocess.Popen(words) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def end(kind, ours, path, **geometry):
    if ours == "listen":
        return kind.listen(path, **geometry)
    return kind.connect(path, timeout=60)


def table(first, rows):
    numbers = range(first, first + rows)
    begin = datetime.datetime(2026, 1, 1)
    return pa.table(
        {
            "n": pa.array(numbers, "int64"),
            "small": pa.array([None if n % 7 == 0 else n % 100 for n in numbers], "int8"),
            "ratio": [n / 3 for n in numbers],
            "even": pa.array([None if n % 5 == 0 else n % 2 == 0 for n in numbers], "bool"),
            "text": pa.array([None if n % 3 == 0 else "müller" * (n % 9) for n in numbers], "string"),
            "time": pa.array([begin + datetime.timedelta(seconds=n) for n in numbers], "timestamp[us]"),
            "word": pa.array([("a", "bb", None)[n % 3] for n in numbers]).dictionary_encode(),
        }
    )


PLAIN = pa.schema(
    [("word", "string") if f.name == "word" else (f.name, f.type) for f in table(0, 1).schema]
)
OTHER = {"listen": "connect", "connect": "listen"}


@pytest.mark.parametrize("source, sink", list(itertools.product(OTHER, OTHER)))
def test_rows_go_through_java_and_come_back(tmp_path, source, sink):
    there, back = tmp_path / "in", tmp_path / "out"
    parts = [table(first, rows) for first, rows in ((0, 1), (1, 5000), (5001, 60_000))]
    # so that slots go round, and batches are cut
    geometry = {"slots": 4, "slot_bytes": 1 << 20}
    ours = {}
    for kind, path, theirs in ((RingWriter, there, source), (RingReader, back, sink)):
        if OTHER[theirs] == "listen":
            ours[kind] = kind.listen(path, **geometry)
    with same((source, there), (sink, back)):
        failures = []

        def produce():
            try:
                with ours.get(RingWriter) or RingWriter.connect(there, timeout=60) as writer:
                    for _ in range(5):
                        writer.write(parts)
            except Exception as error:  # noqa: BLE001 - raised below
                failures.append(error)

        thread = threading.Thread(target=produce)
        thread.start()
        wanted = pa.concat_tables(parts * 5).cast(PLAIN)
        got, rows = [], 0
        with ours.get(RingReader) or RingReader.connect(back, timeout=60) as reader:
            while rows < wanted.num_rows:
                batch = next(reader)
                rows += batch.num_rows
                # a copy: what is kept must not hold the slot
                got.append(batch.take(pa.array(range(batch.num_rows))))
                del batch
        thread.join()
        assert failures == []
    assert pa.Table.from_batches(got).to_pydict() == wanted.to_pydict()


def test_a_java_writer_that_is_killed_is_noticed(tmp_path):
    there, back = tmp_path / "in", tmp_path / "out"
    with same(("listen", there), ("listen", back)) as process:
        with RingWriter.connect(there, timeout=60) as writer:
            writer.write(table(0, 10))
            with RingReader.connect(back, timeout=60) as reader:
                # what reaches a sink before its first reader waits for that reader
                batch = next(reader)
                os.kill(process.pid, 9)
                with pytest.raises(millrace.RingError, match="gone without an end"):
                    next(reader)
                assert batch["n"].to_pylist() == list(range(10))
