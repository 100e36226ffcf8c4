"""The same over one call: frames in, a frame out, and the windows end when the frames do.

usage: through_exchange.py JAR_OF_THE_SAMPLES
"""

import sys

import millrace
import polars as pl
import purchases

jar = sys.argv[1]
with millrace.start("io.millrace.samples.ServedTotals", jars=[jar]) as engine:
    with engine.connect() as client:
        frames = (pl.from_pandas(frame) for frame in purchases.frames())
        totals = client.exchange("window totals", frames).to_pandas()
        for row in totals.query("user != 'nobody'").itertuples():
            purchases.show(row.window_start, row.user, row.purchases, row.total)
