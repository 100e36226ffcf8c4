"""Runs the examples of the manual, and compares what they print with what it says."""

import contextlib
import io
import pathlib
import re

DOCS = pathlib.Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```python\n(.*?)```(?:\n<!-- prints -->\n```text\n(.*?)```)?", re.DOTALL)
FILE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


def test_the_examples_of_the_python_page(tmp_path, monkeypatch):
    for name, text in FILE.findall((DOCS / "flight.md").read_text()):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((DOCS / "python.md").read_text())
    assert len(blocks) > 5
    names: dict[str, object] = {}
    try:
        for code, printed in blocks:
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(code, "docs/python.md", "exec"), names)
            assert out.getvalue() == printed, code
    finally:
        if "engine" in names:
            names["engine"].close()
