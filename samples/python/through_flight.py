"""Purchases into a Java query and totals back, over Arrow Flight: pandas in, polars out.

usage: through_flight.py JAR_OF_THE_SAMPLES
"""

import sys
import threading

import millrace
import polars as pl
import purchases

jar = sys.argv[1]
conf = {"millrace.batch.interval": "50ms"}
with millrace.start("io.millrace.samples.ServedTotals", jars=[jar], conf=conf) as engine:
    with engine.connect() as client, client.get("totals") as totals:

        def produce():
            for frame in purchases.frames():
                client.put("purchases", frame)

        producer = threading.Thread(target=produce)
        producer.start()
        left = purchases.USERS_AND_WINDOWS
        while left > 0:
            frame = pl.DataFrame(totals.read_next_batch())
            left -= len(frame)
            for row in frame.iter_rows(named=True):
                purchases.show(
                    row["window_start"], row["user"], row["purchases"], row["total"]
                )
        producer.join()
