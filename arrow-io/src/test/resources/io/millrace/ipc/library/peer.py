"""pyarrow as a peer of the IPC reader and writer.

peer.py write FOLDER   writes IPC files and streams of many kinds, and beside each its values as text
peer.py read FOLDER    reads every IPC file and stream there, and writes beside each its values as text

The text has one line a column: its name, then one word a value: its bytes in hexadecimal, little-endian, or null.
"""

import pathlib
import random
import struct
import sys

import pyarrow as pa
import pyarrow.ipc as ipc

TYPES = {
    "bool": pa.bool_(),
    "int8": pa.int8(), "int16": pa.int16(), "int32": pa.int32(), "int64": pa.int64(),
    "uint8": pa.uint8(), "uint16": pa.uint16(), "uint32": pa.uint32(), "uint64": pa.uint64(),
    "float32": pa.float32(), "float64": pa.float64(),
    "utf8": pa.string(), "large_utf8": pa.large_string(),
    "binary": pa.binary(), "large_binary": pa.large_binary(),
    "date32": pa.date32(), "date64": pa.date64(),
    "ts_s": pa.timestamp("s"), "ts_ms": pa.timestamp("ms", "UTC"),
    "ts_us": pa.timestamp("us"), "ts_ns": pa.timestamp("ns", "Europe/Zurich"),
    "duration": pa.duration("ms"),
}
WORDS = ["", "a", "stream", "Mühle", "水車", "🌊 wave", "a longer text that no one reads"]


def integer_type(kind):
    if pa.types.is_date32(kind):
        return pa.int32()
    if pa.types.is_temporal(kind):
        return pa.int64()
    return kind


def value(rng, kind):
    if pa.types.is_boolean(kind):
        return rng.random() < 0.5
    if pa.types.is_floating(kind):
        return rng.choice([0.0, -0.0, 1.5, float("inf"), rng.uniform(-1e6, 1e6)])
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return rng.choice(WORDS)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return rng.randbytes(rng.randrange(20))
    bits = integer_type(kind).bit_width
    signed = pa.types.is_signed_integer(integer_type(kind))
    return rng.getrandbits(bits) - (1 << (bits - 1) if signed else 0)


def column(rng, kind, rows, nulls):
    values = [None if rng.random() < nulls else value(rng, kind) for _ in range(rows)]
    if pa.types.is_date64(kind):
        values = [None if v is None else v // 2**24 // 86_400_000 * 86_400_000 for v in values]
    if pa.types.is_temporal(kind):
        return pa.array(values, integer_type(kind)).view(kind)
    return pa.array(values, kind)


def table(seed, rows, nulls):
    rng = random.Random(seed)
    return pa.table({name: column(rng, kind, rows, nulls) for name, kind in TYPES.items()})


def encoded(plain):
    return pa.table({
        name: plain[name].dictionary_encode() for name in plain.column_names if name != "bool"
    })


def word(v, kind):
    if v is None:
        return "null"
    if pa.types.is_boolean(kind):
        return "01" if v else "00"
    if pa.types.is_floating(kind):
        return struct.pack("<f" if kind.bit_width == 32 else "<d", v).hex()
    if isinstance(v, str):
        return v.encode().hex() or "-"
    if isinstance(v, bytes):
        return v.hex() or "-"
    return v.to_bytes(kind.bit_width // 8, "little", signed=pa.types.is_signed_integer(kind)).hex()


def words(chunk):
    if pa.types.is_dictionary(chunk.type):
        chunk = chunk.dictionary_decode()
    if pa.types.is_temporal(chunk.type):
        chunk = chunk.view(integer_type(chunk.type))
    return [word(v, chunk.type) for v in chunk.to_pylist()]


def text(batches):
    lines = []
    for i, field in enumerate(batches[0].schema if batches else []):
        lines.append(" ".join([field.name] + [w for batch in batches for w in words(batch.column(i))]))
    return "\n".join(lines) + "\n"


def write(folder, name, data, stream=False, options=None, chunk=None):
    path = f"{folder}/{name}.arrow"
    batches = data.to_batches(max_chunksize=chunk)
    opener = ipc.new_stream if stream else ipc.new_file
    with opener(path, data.schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)
    with open(f"{folder}/{name}.txt", "w", encoding="utf-8") as out:
        out.write(text(batches))


def write_all(folder):
    plain = table(1, 1000, 0.3)
    for stream in (False, True):
        form = "stream" if stream else "file"
        for codec in (None, "zstd", "lz4"):
            options = ipc.IpcWriteOptions(compression=codec)
            write(folder, f"{form}_{codec}", plain, stream, options)
            write(folder, f"{form}_{codec}_chunks", plain, stream, options, chunk=77)
        write(folder, f"{form}_no_nulls", table(2, 100, 0), stream)
        write(folder, f"{form}_all_null", table(3, 100, 1), stream)
        write(folder, f"{form}_slice", plain.slice(13, 500), stream)
        write(folder, f"{form}_empty", plain.slice(0, 0), stream)
        write(folder, f"{form}_encoded", encoded(plain), stream)
        write(folder, f"{form}_encoded_slice", encoded(plain).slice(13, 500), stream, chunk=50)
    large = pa.table({"n": pa.array(range(100_000)), "s": pa.array([WORDS[i % 7] for i in range(100_000)])})
    write(folder, "file_lz4_many_blocks", large, options=ipc.IpcWriteOptions(compression="lz4"))
    write(folder, "file_zstd_large", large, options=ipc.IpcWriteOptions(compression="zstd"))
    growing(folder)


def growing(folder):
    """Dictionaries that grow from batch to batch, as deltas; a file has all of its deltas at once."""
    values = [f"value {i}" for i in range(100)]
    batches = []
    for size in (10, 40, 100):
        indices = pa.array([i * 7 % size for i in range(60)], pa.int16())
        batches.append(pa.record_batch({"d": pa.DictionaryArray.from_arrays(indices, pa.array(values[:size]))}))
    options = ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    for name, opener in (("stream_deltas", ipc.new_stream), ("file_deltas", ipc.new_file)):
        with opener(f"{folder}/{name}.arrow", batches[0].schema, options=options) as writer:
            for batch in batches:
                writer.write_batch(batch)
        with open(f"{folder}/{name}.txt", "w", encoding="utf-8") as out:
            out.write(text(batches))


def read(path):
    with pa.memory_map(str(path)) as source:
        if source.read(6) == b"ARROW1":
            reader = ipc.open_file(source)
            batches = [reader.get_batch(i) for i in range(reader.num_record_batches)]
        else:
            source.seek(0)
            batches = list(ipc.open_stream(source))
        for batch in batches:
            batch.validate(full=True)
        return text(batches)


def read_all(folder):
    for path in pathlib.Path(folder).glob("*.arrow"):
        path.with_suffix(".txt").write_text(read(path), encoding="utf-8")


if __name__ == "__main__":
    {"write": write_all, "read": read_all}[sys.argv[1]](sys.argv[2])
