"""Places shared out to threads in batches: each thread takes the next batch when it is done with its own.

Kernels release the lock, so two threads really run side by side if a batch lasts a millisecond or more; its size is
found by doubling. Workers write their results by place, so who did which batch cannot be seen in them.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

SHORT_BATCH = 0.002
"""Seconds: a batch that took less is followed by one of twice the size."""

LONG_BATCH = 0.05
"""Seconds: a batch that took more is followed by one of half the size, so that Ctrl-C is heard."""


class _Cursor:
    """Where the next batch starts; shared by the threads."""

    def __init__(self, start: int, total: int, workers: int):
        self.next, self.total, self.workers, self.lock = start, total, workers, threading.Lock()

    def take(self, size: int) -> tuple[int, int]:
        """The next batch of about this size; the last ones are small, so that no thread is left working alone."""
        with self.lock:
            start = self.next
            fair = 1 + (self.total - start) // (2 * self.workers) if self.workers > 1 else size
            self.next = min(self.total, start + min(size, fair))
            return start, self.next

    def close(self) -> None:
        with self.lock:
            self.next = self.total


def in_batches(total: int, workers: Sequence[Callable[[int, int], None]], first: int = 0) -> None:
    """Do places ``first`` to ``total - 1``, one thread a worker; ``worker(start, stop)`` does its places and no others.

    The first place is done on the calling thread, so that kernels are compiled once and not by every thread.
    """
    if total <= first:
        return
    workers[0](first, first + 1)
    cursor = _Cursor(first + 1, total, len(workers))

    def work_through(worker: Callable[[int, int], None]) -> None:
        size = 1
        while True:
            start, stop = cursor.take(size)
            if start >= stop:
                return
            began = time.perf_counter()
            worker(start, stop)
            took = time.perf_counter() - began
            if took < SHORT_BATCH:
                size *= 2
            elif took > LONG_BATCH:
                size = max(1, size // 2)

    if len(workers) == 1 or total - first < 3:
        work_through(workers[0])
        return

    def or_stop_all(worker: Callable[[int, int], None]) -> None:
        try:
            work_through(worker)
        except BaseException:
            cursor.close()  # the others stop after the batch they are in
            raise

    with ThreadPoolExecutor(len(workers)) as pool:
        running = [pool.submit(or_stop_all, worker) for worker in workers]
        try:
            for future in running:
                future.result()
        except BaseException:
            cursor.close()  # Ctrl-C is heard here, on the calling thread
            raise
