import gc
import os
import pathlib
import socket
import struct
import subprocess
import sys
import threading

import polars as pl
import pyarrow as pa
import pytest

import millrace
from millrace import RingReader, RingWriter

SRC = str(pathlib.Path(millrace.__file__).parents[1])


def segments():
    return {name for name in os.listdir("/dev/shm") if name.startswith("millrace-ring-")}


@pytest.fixture(autouse=True)
def no_segment_is_left():
    before = segments()
    yield
    assert segments() <= before


def pair(path, server, **geometry):
    """Both ends in this process; the server's side of the handshake runs on a thread."""
    if server == "writer":
        writer = RingWriter.listen(path, **geometry)
        thread = threading.Thread(target=writer._connected)
        thread.start()
        reader = RingReader.connect(path)
    else:
        reader = RingReader.listen(path, **geometry)
        thread = threading.Thread(target=reader._connected)
        thread.start()
        writer = RingWriter.connect(path)
    thread.join()
    return writer, reader


@pytest.mark.parametrize("server", ["writer", "reader"])
def test_batches_come_through_in_place_and_slots_go_round(tmp_path, server):
    writer, reader = pair(tmp_path / "ring", server, slots=2, slot_bytes=4096)
    with writer, reader:
        for number in range(50):
            assert writer.write(pa.table({"n": [number, None], "t": ["é" * number, ""]})) == 2
            batch = next(iter(reader))
            assert batch.to_pydict() == {"n": [number, None], "t": ["é" * number, ""]}
            begin = batch["n"].buffers()[1].address
            memory = reader._link.segment._buffer
            assert memory.address <= begin < memory.address + memory.size
            del batch
        writer.close()
        assert list(reader) == []


def test_a_writer_without_a_free_slot_waits_for_one(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer", slots=2, slot_bytes=4096)
    with writer, reader:
        for number in (1, 2):
            writer.write(pa.table({"n": [number]}))
        done = threading.Event()

        def third():
            writer.write(pa.table({"n": [3]}))
            done.set()

        thread = threading.Thread(target=third)
        thread.start()
        first = next(iter(reader))
        assert not done.wait(0.2)
        view = first["n"].slice(0, 1)
        del first
        gc.collect()
        assert not done.is_set()
        del view
        assert done.wait(10)
        thread.join()


def test_what_does_not_fit_is_cut_and_a_row_that_does_not_is_refused(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer", slots=16, slot_bytes=8192)
    with reader, writer:
        frame = pl.DataFrame({"n": range(5000), "s": ["x"] * 5000})
        rows = []
        thread = threading.Thread(target=lambda: rows.extend(b["n"].to_pylist() for b in reader))
        thread.start()
        assert writer.write(frame) == 5000
        with pytest.raises(millrace.RingError, match="A row must fit into a slot"):
            writer.write(pl.DataFrame({"n": [1], "s": ["x" * 9000]}))
        writer.close()
        thread.join()
    assert sum(rows, []) == list(range(5000))
    assert len(rows) > 5


def test_dictionaries_come_again_in_each_slot(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer")
    with writer, reader:
        for words in (["a", "b", "a"], ["c", None, "c"]):
            writer.write(pa.table({"w": pa.array(words).dictionary_encode()}))
            assert next(iter(reader))["w"].to_pylist() == words


def test_dates_with_a_time_of_day_come_through(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer")
    with writer, reader:
        dates = pa.array([86_400_001, None], pa.int64()).view(pa.date64())
        writer.write(pa.record_batch({"d": dates, "e": dates.dictionary_encode()}))
        batch = next(iter(reader))
        assert batch["d"].view(pa.int64()).to_pylist() == [86_400_001, None]
        assert batch["e"].dictionary.view(pa.int64()).to_pylist() == [86_400_001]


def test_a_reader_is_a_stream_for_others(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer")
    with reader:
        with writer:
            writer.write([pa.table({"n": [1, 2]}), pa.table({"n": [3]})])
        assert pl.DataFrame(reader)["n"].to_list() == [1, 2, 3]


def test_a_writer_that_fails_tells_why(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer")
    with reader:
        with pytest.raises(ZeroDivisionError), writer:
            writer.write(pa.table({"n": [1]}))
            1 / 0
        assert next(iter(reader))["n"].to_pylist() == [1]
        with pytest.raises(millrace.RingError, match="The writer has failed: division by zero"):
            next(iter(reader))


@pytest.mark.parametrize("server", [True, False])
def test_a_writer_that_is_killed_is_noticed_and_its_batches_stay(tmp_path, server):
    path = tmp_path / "ring"
    program = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); import pyarrow as pa, millrace\n"
        f"w = millrace.RingWriter.{'listen' if server else 'connect'}(sys.argv[2])\n"
        "w.write(pa.table({'n': [1, 2]})); os.kill(os.getpid(), 9)"
    )
    reader = None if server else RingReader.listen(path)
    with subprocess.Popen([sys.executable, "-c", program, SRC, path]):
        reader = reader or RingReader.connect(path, timeout=30)
        with reader:
            batch = next(iter(reader))
            with pytest.raises(millrace.RingError, match="gone without an end"):
                next(iter(reader))
            assert batch["n"].to_pylist() == [1, 2]
    path.unlink(missing_ok=True)


def test_a_reader_that_has_gone_is_noticed(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer", slots=2, slot_bytes=4096)
    with writer:
        writer.write(pa.table({"n": [1]}))
        reader.close()
        with pytest.raises(millrace.RingError, match="gone"):
            for _ in range(3):
                writer.write(pa.table({"n": [1]}))


def test_no_server(tmp_path):
    with pytest.raises(millrace.RingError, match="A ring's server must listen"):
        RingReader.connect(tmp_path / "none", timeout=0.1)


def test_the_socket_is_for_its_user_and_goes(tmp_path):
    path = tmp_path / "ring"
    reader = RingReader.listen(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(millrace.RingError, match="one server"):
        RingReader.listen(path)
    reader.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words, rule",
    [
        (struct.pack("<II", 99, 0), "A message is known and short"),
        (struct.pack("<II", 1, 5000), "A message is known and short"),
        (struct.pack("<II", 1, 4) + b"abcd", "A message has its length"),
        (struct.pack("<IIIIII", 1, 16, 9, 1, 0, 0), "Versions are the same"),
        (struct.pack("<IIIIII", 1, 16, 1, 2, 0, 0), "one writer and one reader"),
        (struct.pack("<II", 3, 0), "A message comes in its turn"),
    ],
)
def test_a_client_that_breaks_the_protocol_is_told_and_turned_away(tmp_path, words, rule):
    path = tmp_path / "ring"
    reader = RingReader.listen(path)
    with socket.socket(socket.AF_UNIX) as client, reader:
        client.connect(os.fspath(path))
        client.sendall(words)
        with pytest.raises(millrace.RingError, match=rule):
            next(iter(reader))
        assert rule.encode() in client.recv(4096)
        assert client.recv(1) == b""


@pytest.mark.parametrize(
    "slot, sequence, length, rule",
    [
        (2, 1, 8, "A slot is in range"),
        (0, 2, 8, "A slot is in range"),
        (0, 1, 5000, "A slot is in range"),
        (0, 1, 8, "A slot is published as its message says"),
    ],
)
def test_a_slot_that_is_not_as_published_ends_the_connection(
    tmp_path, slot, sequence, length, rule
):
    writer, reader = pair(tmp_path / "ring", "writer", slots=2, slot_bytes=4096)
    message = struct.pack("<IIIIQQ", 4, 24, slot, 0, sequence, length)
    writer._link.control._channel.sendall(message)
    with reader, pytest.raises(millrace.RingError, match=rule):
        next(iter(reader))
    with pytest.raises(millrace.RingError, match=rule):
        writer._link.control.expect(5)
    writer.close()


def test_a_payload_that_is_no_stream_ends_the_connection(tmp_path):
    writer, reader = pair(tmp_path / "ring", "writer", slots=2, slot_bytes=4096)
    segment = writer._link.segment
    segment.set_length(0, 16)
    segment.set_sequence(0, 1)
    writer._link.control._channel.sendall(struct.pack("<IIIIQQ", 4, 24, 0, 0, 1, 16))
    with reader, pytest.raises(millrace.RingError, match="A payload is an Arrow IPC stream"):
        next(iter(reader))
    writer.close()


def publish(writer, stream, length=None):
    """Puts bytes into slot 0, whatever they are, and publishes them."""
    segment = writer._link.segment
    begin = segment.geometry.data_offset
    segment._memory[begin : begin + len(stream)] = stream
    length = len(stream) if length is None else length
    segment.set_length(0, length)
    segment.set_sequence(0, 1)
    writer._link.control._channel.sendall(struct.pack("<IIIIQQ", 4, 24, 0, 0, 1, length))


def stream_of(table):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytearray(sink.getvalue())


OFFSETS = struct.pack("<iiii", 0, 3, 6, 9)


@pytest.mark.parametrize(
    "table, found, put",
    [
        # offsets that lead outside, fall, or begin below 0
        (pa.table({"s": ["abc", "def", "ghi"]}), OFFSETS, struct.pack("<iiii", 0, 3, 6, 1 << 30)),
        (pa.table({"s": ["abc", "def", "ghi"]}), OFFSETS, struct.pack("<iiii", 0, 6, 3, 9)),
        (pa.table({"s": ["abc", "def", "ghi"]}), OFFSETS, struct.pack("<iiii", -9, 3, 6, 9)),
        # text that is none
        (pa.table({"s": ["abc", "def", "ghi"]}), b"abcdefghi", b"ab\xffdefghi"),
        # an index beyond its dictionary
        (
            pa.table({"s": pa.array(["a", "b"]).dictionary_encode()}),
            struct.pack("<ii", 0, 1),
            struct.pack("<ii", 0, 99),
        ),
        # more rows than the buffers hold, in the node and in the batch
        (
            pa.table({"n": pa.array([7] * 5, pa.int64())}),
            struct.pack("<q", 5),
            struct.pack("<q", 100_000_000),
        ),
    ],
)
def test_what_a_writer_gets_wrong_is_an_error_and_not_a_crash(tmp_path, table, found, put):
    stream = stream_of(table)
    assert found in stream
    writer, reader = pair(tmp_path / "ring", "writer")
    publish(writer, stream.replace(found, put))
    with reader, pytest.raises(millrace.RingError, match="A payload is an Arrow IPC stream"):
        next(iter(reader))
    writer.close()


def test_a_damaged_payload_is_read_or_refused(tmp_path):
    """Every word of a stream in turn, in a process of its own: it must not crash."""
    program = """
import random, struct, sys, tempfile
sys.path[:0] = sys.argv[1:]
import pyarrow as pa, millrace, test_ring
table = pa.table({"n": [1, None, 3], "s": ["abc", "", None],
                  "d": pa.array(["x", "y", "x"]).dictionary_encode()})
stream, choice = test_ring.stream_of(table), random.Random(7)
refused = 0
for at in range(0, len(stream) - 8, 4):
    damaged = stream[:]
    value = choice.choice([-1, 0, 1, 0x7FFFFFFF, 1 << 20, choice.randrange(1 << 31)])
    damaged[at : at + 4] = struct.pack("<i", value)
    with tempfile.TemporaryDirectory() as folder:
        writer, reader = test_ring.pair(folder + "/ring", "writer", slots=2, slot_bytes=8192)
        test_ring.publish(writer, damaged)
        writer.close()
        with reader:
            try:
                next(iter(reader)).to_pylist()
            except millrace.RingError:
                refused += 1
print("refused", refused)
"""
    tests = os.path.dirname(__file__)
    done = subprocess.run(
        [sys.executable, "-c", program, SRC, tests], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[1]) > 50


def test_a_ring_that_shared_memory_has_no_room_for_is_refused_at_both_ends(tmp_path):
    program = """
import sys, os, threading
sys.path[:0] = sys.argv[1:2]
import millrace
reader = millrace.RingReader.listen(sys.argv[2], slots=8, slot_bytes=1 << 20)
told = []
def client():
    try:
        millrace.RingWriter.connect(sys.argv[2])
    except millrace.RingError as error:
        told.append(str(error))
thread = threading.Thread(target=client)
thread.start()
try:
    next(iter(reader))
except millrace.RingError as error:
    told.append(str(error))
thread.join()
print(sum("A ring's memory must be there before it is used: folder=/dev/shm" in t for t in told))
print(sum("No space left" in t for t in told), os.listdir("/dev/shm"))
"""
    mount = 'mount -t tmpfs -o mode=700,size=1m none /dev/shm && exec "$@"'
    launcher = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]
    if subprocess.run([*launcher, "true"], capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here")
    command = [*launcher, sys.executable, "-c", program, SRC, str(tmp_path / "ring")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout == "2\n2 []\n", done.stdout + done.stderr
