"""Purchases into a Java query and totals back, through Arrow files: pandas in, polars out.

usage: through_files.py JAR_OF_THE_SAMPLES
"""

import pathlib
import subprocess
import sys
import tempfile

import polars as pl
import purchases
import pyarrow as pa

jar = sys.argv[1]
command = pathlib.Path(__file__).parents[2] / "millrace"
with tempfile.TemporaryDirectory() as folder:
    inbox, outbox = pathlib.Path(folder, "in"), pathlib.Path(folder, "out")
    inbox.mkdir()
    for number, frame in enumerate(purchases.frames()):
        # written aside, then renamed: a reader never sees half a file
        aside = inbox / f".{number}.tmp"
        with pa.OSFile(str(aside), "wb") as file:
            with pa.ipc.new_file(file, purchases.SCHEMA) as writer:
                writer.write_table(pa.Table.from_pandas(frame, purchases.SCHEMA))
        aside.rename(inbox / f"{number:03}.arrow")
    program = ["run", "io.millrace.samples.FileTotals", "--jar", jar]
    settings = ["--conf", "millrace.trigger=available-now", "--conf", "millrace.max.rows=500"]
    subprocess.run([command, *program, *settings, inbox, outbox], check=True)
    for path in sorted(outbox.glob("*.arrow")):
        with pa.memory_map(str(path)) as file:
            totals = pl.DataFrame(pa.ipc.open_file(file).read_all())
            for row in totals.filter(pl.col("user") != "nobody").iter_rows(named=True):
                purchases.show(
                    row["window_start"], row["user"], row["purchases"], row["total"]
                )
