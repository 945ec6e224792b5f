"""Edges a second and core that generators make, ours and the peers', in turn. See ``makers.py`` for who makes what.

python benchmarks/bench_generators.py             100,000 and 1,000,000 accounts
python benchmarks/bench_generators.py --small     100,000 accounts
"""

import argparse
import json
from contextlib import ExitStack

from figures import geometric_mean, short, spread
from makers import OURS, TITLES
from section import Section, Table, bullets, say
from workers import Failed, Worker, alone

SIZES = ((100_000, 3, tuple(TITLES)), (1_000_000, 2, (*OURS, "igraph_barabasi", "networkit_chung_lu")))
"""Accounts, rounds, and who takes part: the others would keep us waiting at the larger size."""
MEAN = 20
"""Edges an account that the peers are asked for; our presets have means of their own, see ``docs/networks.md``."""


def section(small: bool = False) -> Section:
    """For RESULTS.md."""
    table = Table(["accounts", "generator", "edges", "million edges/s and core"])
    ours, notes = [], []
    told = json.dumps({"mean": MEAN})
    for accounts, rounds, names in SIZES[:1] if small else SIZES:
        say(f"-- {accounts:,} accounts")
        rates: dict[str, list[float]] = {name: [] for name in names}
        edges: dict[str, int] = {}
        with ExitStack() as stack:
            workers = {}
            for name in names:
                try:
                    workers[name] = stack.enter_context(Worker("makers", name, told, ours=name in OURS))
                except Failed as reason:
                    notes.append(f"{TITLES[name]}: {reason}")
            for _ in range(rounds):
                for name, worker in list(workers.items()):
                    try:
                        done = worker.ask(accounts=accounts, mean=MEAN)
                    except Failed as reason:
                        notes.append(f"{TITLES[name]}, {accounts:,} accounts: {reason}")
                        del workers[name]
                        continue
                    edges[name] = done["edges"]
                    rates[name].append(done["edges"] / done["seconds"] / 1e6)
        for name in edges:
            table.add(f"{accounts:,}", TITLES[name], f"{edges[name]:,}", spread(rates[name]))
            say(f"  {TITLES[name]:<40} {edges[name]:>12,} edges {spread(rates[name]):>24} M edges/s")
            if name in OURS:
                ours.append(sorted(rates[name])[len(rates[name]) // 2])
    text = (
        "One pinned core. Ours make both directions of the CSR and the accounts' attributes; undirected generators "
        "count an edge once, though they store it at both ends."
    )
    what = "generators: KOL communities, million edges/s and core"
    found = (("geometric mean", geometric_mean(ours)), ("smallest", min(ours)))
    summary = [(f"{what}, {name}", short(value), "5") for name, value in found]
    return Section("Generators", [text, table, *([bullets(notes)] if notes else [])], summary)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="100,000 accounts only")
    section(parser.parse_args().small)


if __name__ == "__main__":
    alone(main)
