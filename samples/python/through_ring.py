"""Purchases into a Java query and totals back, through shared memory: pandas in, polars out.

usage: through_ring.py JAR_OF_THE_SAMPLES
"""

import pathlib
import subprocess
import sys
import tempfile
import threading

import millrace
import polars as pl
import purchases
import pyarrow as pa

jar = sys.argv[1]
command = pathlib.Path(__file__).parents[2] / "millrace"
program = ["run", "io.millrace.samples.RingTotals", "--jar", jar]
settings = ["--conf", "millrace.batch.interval=50ms"]
with tempfile.TemporaryDirectory() as folder:
    there, back = pathlib.Path(folder, "in"), pathlib.Path(folder, "out")
    with millrace.RingReader.listen(back) as totals:
        writer = millrace.RingWriter.listen(there, slots=4, slot_bytes=1 << 20)
        query = subprocess.Popen([command, *program, *settings, there, back])

        def produce():
            with writer:
                for frame in purchases.frames():
                    # the ring carries the query's types, whatever pandas has chosen
                    writer.write(pa.Table.from_pandas(frame, purchases.SCHEMA))

        producer = threading.Thread(target=produce)
        producer.start()
        left = purchases.USERS_AND_WINDOWS
        while left > 0:
            frame = pl.DataFrame(next(totals))
            left -= len(frame)
            for row in frame.iter_rows(named=True):
                purchases.show(row["window_start"], row["user"], row["purchases"], row["total"])
        producer.join()
        query.terminate()
        query.wait()
