"""One tool in one process: it gets ready, then does what it is told, a line of JSON at a time.

    python benchmarks/worker.py MODULE NAME TOLD

``MODULE.ready(NAME, TOLD)`` returns a function ``run(threads, **request)`` -> a dict of figures. The first answer says
that the tool is ready, or why it is not. Then each line, for example ``{"replicates": 100, "threads": 1}``, is answered
by the figures and the seconds that they took; ``{"control": 1}`` times plain arithmetic on that many threads instead.
"""

import importlib
import json
import os
import sys
import time
import traceback

ALLOWED = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


def pin(threads: int) -> None:
    """Keep this process on as many cores as it has threads (where the system knows how)."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, ALLOWED[-threads:])


def control(threads: int) -> float:
    """Seconds for the same arithmetic on each of some threads; two take as long as one if two cores are free."""
    from concurrent.futures import ThreadPoolExecutor

    from arithmetic import spin

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(spin, [1] * threads))
        start = time.perf_counter()
        list(pool.map(spin, [40_000_000] * threads))
        return time.perf_counter() - start


def main(out, module: str, name: str, told: str) -> None:
    def answer(**what) -> None:
        out.write(json.dumps(what) + "\n")
        out.flush()

    pin(1)
    try:
        run = importlib.import_module(module).ready(name, told)
    except Exception as reason:
        traceback.print_exc()
        answer(failed=f"{type(reason).__name__}: {reason}")
        return
    answer(ready=name)
    for line in sys.stdin:
        request = json.loads(line)
        if "control" in request:
            pin(request["control"])
            answer(seconds=control(request["control"]))
            continue
        threads = request.pop("threads", 1)
        pin(threads)
        try:
            start = time.perf_counter()
            found = run(threads=threads, **request)
            took = time.perf_counter() - start
        except Exception as reason:
            traceback.print_exc()
            answer(failed=f"{type(reason).__name__}: {reason}")
            return
        answer(**{"seconds": took, **found})


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a tool prints must not be taken for an answer
    main(answers, *sys.argv[1:4])
