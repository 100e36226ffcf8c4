"""A local engine as a child process, for notebooks and tests."""

from __future__ import annotations

import collections
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from ._client import Client, connect
from ._errors import EngineError

_ANNOUNCEMENT = "Serving "
_PATIENCE = 15


def _command() -> str:
    """The millrace command: from the environment, this checkout, or the path."""
    home = os.environ.get("MILLRACE_HOME")
    folders = [Path(home)] if home else list(Path(__file__).resolve().parents)
    for folder in folders:
        if (folder / "millrace").is_file() and (folder / "pom.xml").is_file():
            return str(folder / "millrace")
    found = None if home else shutil.which("millrace")
    if found is None:
        raise EngineError(
            f"The millrace command must be found: MILLRACE_HOME={home or 'unset'}. Set it to the"
            " folder of the command, or put that on the PATH."
        )
    return found


def start(
    program: str | os.PathLike[str] | None = None,
    *,
    jars: Sequence[str | os.PathLike[str]] = (),
    conf: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    command: str | os.PathLike[str] | None = None,
) -> Engine:
    """Starts a local engine and waits until it serves.

    ``program`` is what ``millrace serve`` takes: a class that implements ServedProgram, or its
    source file; without one, puts make streams. It listens on a Unix socket that only this user
    can reach, and ends with the ``with`` block, with ``close``, or with this process.

    Raises EngineError with the engine's own words if it does not start.
    """
    return Engine(program, jars, conf or {}, options, str(command or _command()))


class Engine:
    """A child process that serves, and its address."""

    def __init__(
        self,
        program: str | os.PathLike[str] | None,
        jars: Sequence[str | os.PathLike[str]],
        conf: Mapping[str, str],
        options: Sequence[str],
        command: str,
    ) -> None:
        self._folder = tempfile.mkdtemp(prefix="millrace-")
        words = [command, "serve", "--end-with-stdin", "--socket", f"{self._folder}/socket"]
        words += [word for jar in jars for word in ("--jar", os.fspath(jar))]
        words += [word for pair in conf.items() for word in ("--conf", "=".join(pair))]
        words += [*options, *([] if program is None else [os.fspath(program)])]
        self._said: collections.deque[str] = collections.deque(maxlen=50)
        try:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        except OSError as error:
            shutil.rmtree(self._folder)
            raise EngineError(f"The command must run: command={command}, cause={error}.") from None
        self._threads = [self._forward(self._process.stderr, sys.stderr, self._said)]
        self.address = self._await_address()
        self._threads.append(self._forward(self._process.stdout, sys.stdout, None))

    def _await_address(self) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(_ANNOUNCEMENT):
                return line.removeprefix(_ANNOUNCEMENT).strip()
            sys.stdout.write(line)
        code = self._process.wait()
        self._release()
        raise EngineError(
            f"The engine must start: exit={code}. It said:\n" + "".join(self._said).rstrip()
        )

    @staticmethod
    def _forward(
        source: IO[str] | None, target: IO[str], keep: collections.deque[str] | None
    ) -> threading.Thread:
        def lines() -> None:
            assert source is not None
            for line in source:
                if keep is None:
                    target.write(line)
                else:
                    keep.append(line)
                    target.write(line)

        thread = threading.Thread(target=lines, name="millrace-output", daemon=True)
        thread.start()
        return thread

    def connect(self) -> Client:
        """A client of this engine."""
        return connect(self.address)

    @property
    def pid(self) -> int:
        """The child process."""
        return self._process.pid

    def close(self) -> None:
        """Ends the engine and waits for it; by force if it does not end in time."""
        if self._process.poll() is None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._release()

    def _release(self) -> None:
        for thread in self._threads:
            thread.join(_PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
