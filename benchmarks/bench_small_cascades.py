"""Does the cost of cascades follow their reach? 1,000 small ones on 100 thousand and on 10 million accounts.

python benchmarks/bench_small_cascades.py                       as much as the memory allows
python benchmarks/bench_small_cascades.py --accounts 1000000    the larger network
"""

import argparse
import statistics

from figures import Mean, require_equal_means, short, spread
from machine import memory_free
from section import Section, Table, say
from small_cascades import BYTES, SEEDS
from workers import Worker, alone, at_least

SMALL, LARGE = 100_000, 10_000_000
CASCADES, ROUNDS = 1000, 9


def section(accounts: int = LARGE) -> Section:
    """For RESULTS.md."""
    parts: list[str | Table] = [
        f"{CASCADES:,} cascades from the same {SEEDS} seeds on networks whose accounts have ten followers each, warm, "
        "one pinned core, in turn. Reach and edge trials are equal, so the time should be."
    ]
    while accounts > SMALL and memory_free() < accounts * BYTES:
        needs, free = accounts * BYTES / 1e9, memory_free() / 1e9
        parts.append(f"{accounts:,} accounts are left out: making them needs {needs:.1f} GB, {free:.1f} GB are free.")
        say(f"  {parts[-1]}")
        accounts //= 10
    if accounts <= SMALL:  # a network beside itself would always pass
        return Section("Cost follows reach", parts)
    table = Table(["accounts", "mean reach", f"ms for {CASCADES:,} cascades"])
    say("-- small cascades")
    took: dict[int, list[float]] = {SMALL: [], accounts: []}
    reach: dict[int, dict] = {}
    with (
        Worker("small_cascades", "small", str(SMALL), ours=True) as small,
        Worker("small_cascades", "large", str(accounts), ours=True) as large,
    ):
        for number in range(ROUNDS + 2):
            for size, worker in ((SMALL, small), (accounts, large)):
                reach[size] = worker.ask(replicates=CASCADES)
                if number >= 2:  # the first two warm up
                    took[size].append(reach[size]["seconds"] * 1e3)
    for size, taken in took.items():
        about = f"{reach[size]['mean']:.1f} ± {reach[size]['error']:.1f}"
        table.add(f"{size:,}", about, spread(taken))
        say(f"  {size:>12,} accounts   reach {about:>12} {spread(taken):>24} ms")
    means = []
    for size in (SMALL, accounts):
        mean, error = reach[size]["mean"], reach[size]["error"]
        squares = CASCADES * mean**2 + (CASCADES - 1) * CASCADES * error**2
        means.append(Mean(CASCADES, CASCADES * mean, squares))
    require_equal_means(*means)
    times = statistics.median(b / a for a, b in zip(took[SMALL], took[accounts]))
    say(f"  the larger network takes {times:.2f} times as long")
    summary = [(f"small cascades: time on {accounts:,} accounts / on {SMALL:,}", f"{short(times)}x", "at most 1.5x")]
    return Section("Cost follows reach", [*parts, table, f"Ratio, median over the rounds: {short(times)}."], summary)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=at_least(SMALL), default=LARGE, help="of the larger network")
    section(parser.parse_args().accounts)


if __name__ == "__main__":
    alone(main)
