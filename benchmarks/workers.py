"""Worker processes as objects: started, asked, ended. One is asked at a time, so only one tool ever runs."""

import json
import os
import selectors
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def python_of(environment: str) -> str:
    """The Python of ``.venv`` or ``.venv-bench``; this one where there is none."""
    place = ROOT / environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return str(place) if place.exists() else sys.executable


OURS, PEERS = python_of(".venv"), python_of(".venv-bench")


def variables() -> dict[str, str]:
    """Environment of everything that is timed: no threads but those that are asked for."""
    return {**os.environ, **dict.fromkeys(THREAD_LIMITS, "1"), "PYTHONUTF8": "1", "MPLBACKEND": "Agg"}


class Failed(Exception):
    """A tool that does not run here; the message is its reason."""


class Worker:
    """A process that runs one tool on one case."""

    def __init__(self, tool: str, case: str, patience: float = 180):
        self.tool, self.patience = tool, patience
        self.log = open(ROOT / "build" / "benchmarks" / f"{tool}.log", "w+")  # noqa: SIM115 (closed in end())
        self.process = subprocess.Popen(
            [OURS if tool == "seedcast" else PEERS, str(HERE / "worker.py"), tool, case],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            cwd=HERE,
            env=variables(),
        )
        try:
            first = self._read()
            if "failed" in first:
                raise Failed(first["failed"])
        except BaseException:
            self.end()
            raise

    def ask(self, **what) -> dict:
        """What the worker answers; raises :class:`Failed` if it dies or takes too long."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(what).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Failed(f"{self.tool} ended: {self.last_words()}") from None
        return self._read()

    def _read(self) -> dict:
        assert self.process.stdout is not None
        if os.name != "nt":  # a tool that hangs must not hang the benchmarks
            with selectors.DefaultSelector() as waiting:
                waiting.register(self.process.stdout, selectors.EVENT_READ)
                if not waiting.select(self.patience):
                    raise Failed(f"{self.tool} took more than {self.patience:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            raise Failed(f"{self.tool} ended: {self.last_words()}")
        return json.loads(line)

    def last_words(self) -> str:
        self.log.flush()
        self.log.seek(0)
        said = self.log.read().strip().splitlines()
        return said[-1] if said else "it said nothing"

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.log.close()
