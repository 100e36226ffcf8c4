import pathlib

import pytest

import millrace

PROGRAM = pathlib.Path(__file__).parent / "Purchases.java"


@pytest.fixture(scope="session")
def engine():
    """One engine for all tests that do not end it."""
    conf = {"millrace.trigger": "as-fast-as-possible"}
    with millrace.start(PROGRAM, conf=conf) as started:
        yield started


@pytest.fixture
def client(engine):
    with engine.connect() as connected:
        yield connected
