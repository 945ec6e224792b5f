"""Worker processes as objects: started, asked, ended. One is asked at a time, so only one tool ever runs."""

import json
import os
import selectors
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
STORE = ROOT / "build" / "benchmarks"
"""Networks, files and logs of the benchmarks; safe to remove."""
THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def python_of(environment: str) -> str:
    """The Python of ``.venv`` or ``.venv-bench``; this one where there is none."""
    place = ROOT / environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return str(place) if place.exists() else sys.executable


OUR_PYTHON, PEERS_PYTHON = python_of(".venv"), python_of(".venv-bench")


def variables(**more: str) -> dict[str, str]:
    """Environment of everything that is timed: no threads but those that are asked for."""
    return {**os.environ, **dict.fromkeys(THREAD_LIMITS, "1"), "PYTHONUTF8": "1", "MPLBACKEND": "Agg", **more}


class Failed(Exception):
    """A tool that does not run here; the message is its reason."""


def at_least(least: int) -> Callable[[str], int]:
    """For argparse: a whole number, at least this; ``1e6`` is one too."""

    def number(text: str) -> int:
        value = float(text)
        if not (value.is_integer() and value >= least):
            raise ArgumentTypeError(f"{text} is not allowed; allowed: a whole number of at least {least:,}")
        return int(value)

    return number


def alone(main: Callable[[], object]) -> NoReturn:
    """Run one script's ``main`` and end: what fails is said in one sentence, with exit status 2."""
    try:
        main()
    except Failed as reason:
        print(f"failed: {reason}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)


class Worker:
    """A process that runs one tool; see ``worker.py``. Use it in a ``with``, so that it always ends."""

    def __init__(self, module: str, name: str, told: str = "", *, ours: bool = False, patience: float = 240):
        self.name, self.patience = name, patience
        STORE.mkdir(parents=True, exist_ok=True)
        self.log = open(STORE / f"{module}-{name}.log", "w+", encoding="utf-8")  # noqa: SIM115 (closed by end)
        self.process = subprocess.Popen(
            [OUR_PYTHON if ours else PEERS_PYTHON, str(HERE / "worker.py"), module, name, told],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            cwd=HERE,
            env=variables(),
        )
        try:
            self._read()
        except BaseException:
            self.end()
            raise

    def ask(self, **what) -> dict:
        """What the worker answers.

        Raises:
            Failed: it could not do it, died, or took too long.
        """
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(what).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Failed(f"{self.name} ended: {self._last_words()}") from None
        return self._read()

    def control(self) -> float:
        """What plain arithmetic gains from a second core at this moment: 2 if two are free."""
        one = self.ask(control=1)["seconds"]
        return 2 * one / self.ask(control=2)["seconds"]

    def _read(self) -> dict:
        assert self.process.stdout is not None
        if os.name != "nt":  # a tool that hangs must not hang the benchmarks
            with selectors.DefaultSelector() as waiting:
                waiting.register(self.process.stdout, selectors.EVENT_READ)
                if not waiting.select(self.patience):
                    raise Failed(f"{self.name} took more than {self.patience:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            raise Failed(f"{self.name} ended: {self._last_words()}")
        found = json.loads(line)
        if "failed" in found:
            raise Failed(found["failed"].splitlines()[0])
        return found

    def _last_words(self) -> str:
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

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_) -> None:
        self.end()
