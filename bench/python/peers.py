"""Runs one of the comparison's queries in Polars and prints JSON lines.

The rows are read from a file into memory first; the time is that of the query alone, with its
result in memory. The first line tells the version, each later one a run:

    {"version": "Polars 1.44.2, streaming engine"}
    {"seconds": 0.155, "rows": 100, "hash": "00c0ffee00c0ffee"}

With --serve a run is made for each line that arrives on standard input; otherwise --rounds runs are
made after --warmup more that are not printed.
"""

import argparse
import json
import os
import sys
import time

WINDOW_MICROS = 10_000_000
SLIDE_MICROS = 1_000_000


def arguments():
    parser = argparse.ArgumentParser(description="Runs a query in Polars and prints JSON lines.")
    parser.add_argument("query", choices=sorted(QUERIES))
    parser.add_argument("file", help="Arrow IPC file, or a text file for count_words_of_file")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--engine", choices=["auto", "in-memory", "streaming"], default="auto",
                        help="auto tries both and keeps the faster one")
    parser.add_argument("--serve", action="store_true", help="one run for each line of input")
    parser.add_argument("--warmup", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def sum_and_count_by_key(rows):
    return rows.group_by("key").agg(pl.col("value").sum(), pl.len())


def count_by_key(rows):
    return rows.group_by("key").agg(pl.len())


def count_words(rows):
    words = rows.select(pl.col("line").str.split(" ").alias("word")).explode("word", empty_as_null=False)
    return words.group_by("word").agg(pl.len())


def count_by_tumbling_window(rows):
    """Plain division is faster than dt.truncate, and both far faster than group_by_dynamic."""
    bucket = pl.col("time").cast(pl.Int64) // WINDOW_MICROS
    counted = rows.group_by(bucket.alias("bucket"), "key").agg(pl.len())
    return counted.select(pl.col("bucket") * WINDOW_MICROS, "key", "len")


def count_by_sliding_window(rows):
    """First into panes as long as the slide, then each pane into the windows that it belongs to."""
    panes = WINDOW_MICROS // SLIDE_MICROS
    pane = (pl.col("time").cast(pl.Int64) // SLIDE_MICROS).alias("pane")
    counted = rows.group_by(pane, "key").agg(pl.len())
    starts = pl.int_ranges(pl.col("pane") - (panes - 1), pl.col("pane") + 1).alias("start")
    spread = counted.select(starts, "key", "len").explode("start", empty_as_null=False)
    merged = spread.group_by("start", "key").agg(pl.col("len").sum())
    return merged.select(pl.col("start") * SLIDE_MICROS, "key", "len")


QUERIES = {
    "sum_and_count_by_key": sum_and_count_by_key,
    "count_by_key": count_by_key,
    "count_words": count_words,
    "count_words_of_file": count_words,
    "count_by_tumbling_window": count_by_tumbling_window,
    "count_by_sliding_window": count_by_sliding_window,
}


def load(query, file):
    """The rows as a lazy frame: in memory, but for the query that reads its file itself."""
    if query == "count_words_of_file":
        return pl.scan_csv(file, has_header=False, separator="\x01", quote_char=None,
                           schema={"line": pl.String})
    return pl.read_ipc(file, memory_map=False).rechunk().lazy()


def timed(plan, engine):
    start = time.perf_counter()
    result = plan.collect(engine=engine)
    return time.perf_counter() - start, result


def faster_engine(plan, query):
    """The in-memory engine holds all words of a text at once, several times the text, and is slow."""
    if query in ("count_words", "count_words_of_file"):
        return "streaming"
    trials = [(timed(plan, engine)[0], engine) for engine in ("in-memory", "streaming") * 2]
    return min(trials)[1]


def mix(z):
    """The finaliser of SplitMix64."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def fnv(strings):
    """The 64-bit FNV-1a hash of each string, all strings' first bytes first, then the second ones."""
    array = strings.to_arrow().cast(pa.large_string())
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    _, offsets, data = array.buffers()
    offsets = np.frombuffer(offsets, np.int64)[array.offset:array.offset + len(array) + 1]
    data = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
    starts, lengths = offsets[:-1], np.diff(offsets)
    hashes = np.full(len(array), 0xCBF29CE484222325, np.uint64)
    for at in range(int(lengths.max(initial=0))):
        longer = np.nonzero(lengths > at)[0]
        bytes_ = data[starts[longer] + at].astype(np.uint64)
        hashes[longer] = (hashes[longer] ^ bytes_) * np.uint64(0x100000001B3)
    return hashes


def digest(result):
    """Rows and hash as ResultDigest.java defines them."""
    hashes = np.zeros(result.height, np.uint64)
    for column in result:
        if column.dtype == pl.String:
            values = fnv(column)
        else:
            values = column.cast(pl.Int64).to_numpy().view(np.uint64)
        hashes = mix((hashes ^ values) + np.uint64(0x9E3779B97F4A7C15))
    total = int(hashes.sum(dtype=np.uint64)) if result.height else 0
    return {"rows": result.height, "hash": f"{total:016x}"}


def say(line):
    print(json.dumps(line), flush=True)


def run(plan, engine):
    seconds, result = timed(plan, engine)
    return {"seconds": seconds} | digest(result)


def main(options):
    plan = QUERIES[options.query](load(options.query, options.file))
    engine = options.engine
    if engine == "auto":
        engine = faster_engine(plan, options.query)
    say({"version": f"Polars {pl.__version__}, {engine} engine"})
    if options.serve:
        for _ in sys.stdin:
            say(run(plan, engine))
        return
    for _ in range(options.warmup):
        run(plan, engine)
    for _ in range(options.rounds):
        say(run(plan, engine))


if __name__ == "__main__":
    OPTIONS = arguments()
    # Polars reads this once, when it is imported.
    os.environ["POLARS_MAX_THREADS"] = str(OPTIONS.threads)
    import numpy as np
    import polars as pl
    import pyarrow as pa

    main(OPTIONS)
