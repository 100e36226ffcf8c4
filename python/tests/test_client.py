import datetime
import threading

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import millrace

ROWS = {"user": ["anna", "bert", None], "amount": [5, None, 2]}


def frames():
    """The same rows as everything that may hold them."""
    table = pa.table(ROWS)
    return {
        "table": table,
        "batch": table.to_batches()[0],
        "reader": table.to_reader(),
        "batches": iter(table.to_batches()),
        "tables": [table.slice(0, 2), table.slice(2)],
        "pandas": pd.DataFrame(ROWS).astype({"user": "string", "amount": "Int64"}),
        "polars": pl.DataFrame(ROWS),
        "dictionary": table.set_column(0, "user", table["user"].dictionary_encode()),
    }


@pytest.mark.parametrize("kind", frames())
def test_rows_come_back_from_a_query_as_they_were_sent(client, kind):
    with client.exchange("same", frames()[kind]) as results:
        assert results.read_all().to_pydict() == ROWS


def test_frames_in_frames_out(client):
    frame = pl.DataFrame({"user": ["a", "b", "a"], "amount": [1, 2, 9]})
    with client.exchange("large", frame) as results:
        assert pl.DataFrame(results).to_dicts() == [{"user": "a", "amount": 9}]
    out = client.exchange("large", frame.to_pandas()).to_pandas()
    assert out.to_dict("records") == [{"user": "a", "amount": 9}]


def test_a_result_sees_what_is_put_after_it_was_got(client):
    with client.get("totals") as totals:
        assert totals.schema.names == ["user", "total"]
        assert client.put("purchases", pa.table({"user": ["x", "x"], "amount": [1, 2]})) == 2
        assert totals.read_next_batch().to_pydict() == {"user": ["x"], "total": [3]}


def test_a_stream_gives_what_others_put(engine, client):
    with client.get("purchases") as stream, engine.connect() as other:
        other.put("purchases", pa.table({"user": ["y"], "amount": [7]}))
        assert next(iter(stream)).to_pydict() == {"user": ["y"], "amount": [7]}


def test_what_is_put_fits_by_name_and_kind(client):
    frame = pd.DataFrame({"amount": pd.array([1, 2], "int8"), "user": ["p", "q"]})
    with client.get("purchases") as stream:
        client.put("purchases", frame)
        client.put("purchases", pl.DataFrame({"amount": [3], "user": ["r"]}))
        first, second = stream.read_next_batch(), stream.read_next_batch()
    assert first.to_pydict() == {"user": ["p", "q"], "amount": [1, 2]}
    assert second.to_pydict() == {"user": ["r"], "amount": [3]}
    with pytest.raises(millrace.InvalidError, match="Values must fit their column: column=amount"):
        client.put("purchases", pa.table({"user": ["p"], "amount": pa.array([2**63], "uint64")}))


def test_results_come_while_data_is_still_made(client):
    answered = threading.Semaphore(0)

    def batches():
        for amount in range(4, 7):
            yield pa.record_batch({"user": ["u"], "amount": [amount]})
            assert answered.acquire(timeout=30)

    seen = []
    with client.exchange("large", batches()) as results:
        for batch in results:
            seen.append(batch["amount"][0].as_py())
            answered.release()
    assert seen == [4, 5, 6]


def test_windows_come_out_when_the_data_ends(client):
    times = [datetime.datetime(2026, 1, 1, 9, 0, second) for second in (1, 12, 13)]
    table = pa.table({"time": times, "user": ["a", "a", "b"], "amount": [1, 2, 4]})
    results = client.exchange("windows", table).read_all().sort_by("total")
    assert results["total"].to_pylist() == [1, 2, 4]
    assert results["window_start"].to_pylist() == [
        datetime.datetime(2026, 1, 1, 9, 0, second) for second in (0, 10, 10)
    ]


def test_aggregates(client):
    parts = [
        pa.table({"user": ["a", "b"], "amount": [1, 2]}),
        pa.table({"user": ["a"], "amount": [5]}),
    ]
    total = client.aggregate(parts, by="user", total=("amount", "sum"), rows="count")
    assert sorted(total.read_all().to_pylist(), key=lambda row: row["user"]) == [
        {"user": "a", "total": 6, "rows": 2},
        {"user": "b", "total": 2, "rows": 1},
    ]
    each = client.aggregate(parts, over="batch", total=("amount", "sum"))
    assert [batch["total"][0].as_py() for batch in each] == [3, 5]
    running = client.aggregate(parts, over="running", total=("amount", "sum"))
    assert [batch["total"][0].as_py() for batch in running] == [3, 8]


def test_large_frames_are_sent_in_pieces(client):
    rows = 3_000_000
    table = pa.table({"user": ["u"] * 10 * (rows // 10), "amount": range(rows)})
    total = client.aggregate(table, total=("amount", "sum"), rows="count").read_all()
    assert total.to_pylist() == [{"total": rows * (rows - 1) // 2, "rows": rows}]


def test_what_there_is(client):
    entries = {entry.name: entry for entry in client.list()}
    assert {name: entry.kind for name, entry in entries.items()} == {
        "purchases": "stream",
        "unused": "stream",
        "totals": "result",
        "large": "query",
        "same": "query",
        "strict": "query",
        "windows": "query",
    }
    assert entries["purchases"].schema.names == ["user", "amount"]
    assert entries["same"].schema is None


def test_a_stream_that_no_query_reads_takes_what_is_put(client):
    for _ in range(3):
        assert client.put("unused", pa.table({"user": ["x" * 1000] * 9000, "amount": [1] * 9000}))


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda c: c.get("total"), millrace.NotFoundError, "nearest=[totals, "),
        (lambda c: c.put("purchase", frames()["table"]), millrace.NotFoundError, "nearest=[purch"),
        (lambda c: c.exchange("lage", frames()["table"]), millrace.NotFoundError, "nearest=[large"),
        (lambda c: c.get("large"), millrace.InvalidError, "do_exchange"),
        (
            lambda c: c.put("purchases", pa.table({"user": [1], "amount": [1]})),
            millrace.InvalidError,
            "column 0: expected=user utf8, found=user int64",
        ),
        (
            lambda c: c.exchange("large", pa.table({"amuont": [1]})),
            millrace.InvalidError,
            "A column must exist: column=amount, nearest=[amuont]",
        ),
        (
            lambda c: c.aggregate(frames()["table"], total=("amount", "summ")),
            millrace.InvalidError,
            "function=summ, nearest=[sum",
        ),
        (
            lambda c: c.put("purchases", pa.table({"user": [[1]], "amount": [1]})),
            millrace.InvalidError,
            "column=user",
        ),
    ],
)
def test_errors_say_what_is_wrong_and_nothing_else(client, call, error, words):
    with pytest.raises(error) as raised:
        call(client)
    message = str(raised.value)
    assert words in message
    assert "gRPC" not in message and "\n\tat " not in message


def test_data_that_is_none_is_refused_here(client):
    for data in (1, "text", {"a": [1]}):
        with pytest.raises(TypeError, match="Data must hold Arrow columns"):
            client.put("purchases", data)


def test_the_datas_own_error_comes_through(client):
    def batches():
        yield pa.record_batch({"amount": [5]})
        raise RuntimeError("the sensor is gone")

    with pytest.raises(RuntimeError, match="the sensor is gone"):
        client.exchange("large", batches()).read_all()


def test_results_that_are_left_early_end_the_call(client):
    table = pa.table({"user": ["u"] * 100_000, "amount": [9] * 100_000})
    with client.exchange("large", table.to_batches(max_chunksize=1000)) as results:
        assert results.read_next_batch().num_rows == 1000
    assert client.list()


def test_no_server(tmp_path):
    with millrace.connect("grpc+tcp://localhost:1") as client:
        with pytest.raises(millrace.ServerError):
            client.list()
        with pytest.raises(millrace.ServerError):
            client.put("purchases", pa.table({"user": ["anna"], "amount": [1]}))


@pytest.mark.parametrize("address", ["localhost:8815", "http://localhost:8815", ""])
def test_an_address_has_one_of_flights_schemes(address):
    with pytest.raises(millrace.InvalidError, match=r"grpc\+tcp://"):
        millrace.connect(address)


def test_an_error_of_a_file_that_is_put_stays_what_it_is(client):
    def batches():
        yield pa.record_batch({"user": ["anna"], "amount": [1]})
        raise FileNotFoundError("more.csv")

    with pytest.raises(FileNotFoundError, match=r"more\.csv"):
        client.put("purchases", batches())
