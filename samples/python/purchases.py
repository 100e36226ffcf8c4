"""Purchases of one minute, and the totals that are to come of them.

As a script it prints the totals, one a line: window, user, purchases, total.
"""

import random

import pandas as pd
import pyarrow as pa

BEGIN = pd.Timestamp("2026-01-01T09:00:00")


def frames():
    """A frame for each second. The last purchase is late enough to end all windows before it."""
    random.seed(1)
    for second in range(60):
        rows = random.randint(50, 150)
        yield pd.DataFrame(
            {
                "time": [BEGIN + pd.Timedelta(second, "s")] * rows,
                "user": random.choices(["anna", "bert", "cleo"], k=rows),
                "amount": random.choices(range(1, 100), k=rows),
            }
        ).astype({"time": "datetime64[us]"})
    end = BEGIN + pd.Timedelta(60, "s")
    last = pd.DataFrame({"time": [end], "user": ["nobody"], "amount": [0]})
    yield last.astype({"time": "datetime64[us]"})


SCHEMA = pa.schema(
    [("time", pa.timestamp("us")), ("user", pa.string()), ("amount", pa.int64())]
)
USERS_AND_WINDOWS = 3 * 6


def show(window, user, purchases, total):
    """One total as a line."""
    print(pd.Timestamp(window).strftime("%H:%M:%S"), user, purchases, total)


if __name__ == "__main__":
    rows = pd.concat(frames()).query("user != 'nobody'")
    grouped = rows.groupby([rows["time"].dt.floor("10s"), "user"])["amount"]
    for (window, user), totals in grouped.agg(["count", "sum"]).iterrows():
        show(window, user, totals["count"], totals["sum"])
