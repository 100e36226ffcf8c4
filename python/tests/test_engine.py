import os
import pathlib

import pyarrow as pa
import pytest

import millrace


def test_an_engine_without_a_program_lets_puts_make_streams():
    with millrace.start() as engine:
        with engine.connect() as client:
            assert client.list() == []
            client.put("made", pa.table({"x": [1]}))
            assert [entry.name for entry in client.list()] == ["made"]
            socket = pathlib.Path(engine.address.removeprefix("grpc+unix://"))
            assert socket.stat().st_mode & 0o777 == 0o600
        pid = engine.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not socket.exists()


def test_an_engine_that_is_killed_is_an_error_of_the_server():
    with millrace.start() as engine, engine.connect() as client:
        client.put("made", pa.table({"x": [1]}))
        with client.get("made") as stream:
            os.kill(engine.pid, 9)
            with pytest.raises(millrace.ServerError):
                stream.read_next_batch()


def test_a_program_that_does_not_compile_says_so(tmp_path):
    program = tmp_path / "Broken.java"
    program.write_text("class Broken {")
    with pytest.raises(millrace.EngineError, match="A program must compile"):
        millrace.start(program)


def test_a_token_is_asked_for(tmp_path):
    secret = tmp_path / "token"
    secret.write_text("secret\n")
    with millrace.start(options=["--token-file", str(secret)]) as engine:
        with millrace.connect(engine.address, token="secret") as client:
            assert client.list() == []
        for token in (None, "wrong"):
            with millrace.connect(engine.address, token=token) as client:
                with pytest.raises(millrace.AccessError, match="must bring the server's token"):
                    client.list()


def test_limits_are_told(tmp_path):
    options = ["--max-message", "100000", "--max-streams", "0"]
    with millrace.start(options=options) as engine, engine.connect() as client:
        with pytest.raises(millrace.LimitError, match="A message has so many bytes at most"):
            client.aggregate(pa.table({"x": range(100_000)}), rows="count").read_all()
        with pytest.raises(millrace.MillraceError, match="streams=0"):
            client.put("made", pa.table({"x": [1]}))
