"""One tool in one process: loads a case, then does what it is told, a line of JSON at a time.

    python benchmarks/worker.py TOOL CASE

``CASE`` is what ``graphs.described`` wrote. The first answer says that the tool is ready, or why it is not. Then each
line ``{"replicates": 100, "first": 0, "threads": 1}`` is answered by the seconds that they took and the sums for the mean;
``{"control": 1}`` times plain arithmetic on that many threads instead.
"""

import importlib
import json
import os
import sys
import time
import traceback


def pin(threads: int) -> None:
    """Keep this process on the first cores that it may use, one for each thread (where the system knows how)."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, ALLOWED[-threads:])


def answer(**what) -> None:
    OUT.write(json.dumps(what) + "\n")
    OUT.flush()


def control(threads: int) -> float:
    """Seconds for the same arithmetic on each of some threads; two take as long as one if two cores are free."""
    from concurrent.futures import ThreadPoolExecutor

    from arithmetic import spin

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(spin, [1] * threads))
        start = time.perf_counter()
        list(pool.map(spin, [40_000_000] * threads))
        return time.perf_counter() - start


def main(name: str, line: str) -> None:
    from graphs import Given

    pin(1)
    try:
        tool = importlib.import_module(f"tools.{name}")
        run = tool.ready(Given(line))
        run(2, 0, 1)  # compiles, and touches the memory
    except Exception as reason:
        traceback.print_exc()
        answer(failed=f"{type(reason).__name__}: {reason}")
        return
    answer(ready=name, cores=len(ALLOWED))
    for request in sys.stdin:
        told = json.loads(request)
        if "control" in told:
            pin(told["control"])
            answer(seconds=control(told["control"]))
            continue
        pin(told["threads"])
        start = time.perf_counter()
        sizes = run(told["replicates"], told["first"], told["threads"])
        seconds = time.perf_counter() - start
        sizes = sizes.astype(float)
        answer(seconds=seconds, count=len(sizes), total=sizes.sum(), squares=(sizes * sizes).sum())


ALLOWED = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))

if __name__ == "__main__":
    OUT = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a tool prints must not be taken for an answer
    main(sys.argv[1], sys.argv[2])
