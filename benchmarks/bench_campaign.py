"""How fast the campaign model is: offers a second, whole comparisons, memory, and beside its readable twin.

python benchmarks/bench_campaign.py                 up to a million accounts
python benchmarks/bench_campaign.py --accounts 1e5  up to so many
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaign import FEEDS
from figures import Refused, short, spread
from machine import memory_free
from section import Section, Table, bullets, say
from workers import OUR_PYTHON, ROOT, Failed, Worker, alone, at_least, variables

SMALL, LARGE = 100_000, 1_000_000
ROUNDS = 5
TWIN_ACCOUNTS = 2000
COMPARISONS = ((SMALL, 100, "60"), (LARGE, 20, "180"))
"""Accounts, replicates, and within how many seconds."""
BYTES = 4000
"""Memory an account at the most, for everything that is measured here."""
SCENARIO = """\
name: How long four plans take
seed: 7
currency: CNY
model: campaign
horizon: 7 days
network: {{generator: kol_communities, accounts: {accounts}}}
platform: {{preset: x_2026}}
content: {{post: {{}}}}
plans:
  stars: {{actions: [{{pay: {{choose: top_followers, count: 10, item: post, at: day 1 09:00}}}}]}}
  more stars: {{actions: [{{pay: {{choose: top_followers, count: 20, item: post, at: day 1 09:00}}}}]}}
  at random: {{actions: [{{pay: {{choose: at_random, count: 100, item: post, at: day 1 09:00}}}}]}}
  stars and ads:
    actions:
      - {{pay: {{choose: top_followers, count: 10, item: post, at: day 1 09:00}}}}
      - {{ads: {{spend: {spend}, cpm: 10, item: post, at: day 1..7}}}}
compare: {{metrics: [reach, impressions], replicates: {replicates}}}
"""


def comparison(accounts: int, replicates: int, **environment: str) -> tuple[float, float]:
    """Seconds and gigabytes (0 where the system does not say) of a whole process that compares four plans.

    Raises:
        Failed: it ended with an error.
    """
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder, "four_plans.yaml")
        scenario.write_text(SCENARIO.format(accounts=accounts, replicates=replicates, spend=accounts // 100))
        command = [OUR_PYTHON, "-m", "sim.cli", "compare", str(scenario), "--out", str(Path(folder, "out"))]
        with open(Path(folder, "log"), "w+", encoding="utf-8") as log:
            start = time.perf_counter()
            child = subprocess.Popen(command, cwd=ROOT, env=variables(**environment), stdout=log, stderr=log)
            if hasattr(os, "wait4"):
                _, status, usage = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
                most = usage.ru_maxrss / (1e9 if sys.platform == "darwin" else 1e9 / 1024)
            else:
                child.wait()
                most = 0.0
            took = time.perf_counter() - start
            if child.returncode != 0:
                log.seek(0)
                raise Failed(f"a comparison of four plans ended with {child.returncode}: {log.read().strip()[-200:]}")
    return took, most


def rates(accounts: int, table: Table, summary: list) -> None:
    """Offers and impressions a second on one core, and bytes."""
    for feed in FEEDS:
        with Worker("campaign", f"{accounts}-{feed}", f"{accounts} {feed}", ours=True) as worker:
            memory = worker.ask(what="memory")
            for plan in ("posts", "posts and ads"):
                replicates = max(1, 300_000 // accounts)
                done = [worker.ask(what="rate", plan=plan, replicates=replicates) for _ in range(ROUNDS)]
                offers = [one["offers"] / one["seconds"] / 1e6 for one in done]
                impressions = [one["impressions"] / one["seconds"] / 1e6 for one in done]
                milliseconds = [one["seconds"] / one["replicates"] * 1e3 for one in done]
                table.add(f"{accounts:,}", feed, plan, spread(milliseconds), spread(offers), spread(impressions))
                say(f"  {accounts:>10,} {feed:<14} {plan:<14} {spread(offers):>24} million offers/s")
                if plan == "posts":
                    found = short(statistics.median(offers))
                    what = f"campaign, {feed}, {accounts:,} accounts: million offers a second and core"
                    summary.append((what, found, "3"))
        network, workspace = memory["network"], memory["workspace"]
        if network > 0:
            each, edge = short(workspace / memory["accounts"]), short(network / memory["edges"])
            told = f"{each} bytes an account in each thread, {edge} bytes an edge in the network"
            summary.append((f"campaign, {feed}, {accounts:,} accounts: memory", told, ""))


def twins(table: Table, summary: list, notes: list[str]) -> None:
    """The engine beside its readable twin, in the same world."""
    for feed in FEEDS:
        with Worker("campaign", f"twin-{feed}", f"{TWIN_ACCOUNTS} {feed}", ours=True) as worker:
            done = [worker.ask(what="twin") for _ in range(3)]
        if not all(one["same"] for one in done):
            raise Refused(f"the twin tells another story than the engine ({feed})")
        times = statistics.median(one["twin"] / one["engine"] for one in done)
        engine, twin = ([one[who] * 1e3 for one in done] for who in ("engine", "twin"))
        table.add(feed, f"{done[0]['impressions']:,}", spread(engine), spread(twin), f"{times:,.0f}x")
        say(f"  twin, {feed}: {times:,.0f} times as long")
        summary.append((f"campaign, {feed}: the readable twin's time / the engine's", f"{times:,.0f}x", "200x"))


def section(accounts: int = LARGE, cold: bool = True) -> Section:
    """For RESULTS.md."""
    notes: list[str] = []
    summary: list[tuple[str, str, str]] = []
    while accounts > SMALL and memory_free() < accounts * BYTES:
        needs, free = accounts * BYTES / 1e9, memory_free() / 1e9
        notes.append(f"{accounts:,} accounts are left out: they need {needs:.1f} GB, {free:.1f} GB are free.")
        accounts //= 10
    say("-- campaign")
    speed = Table(["accounts", "feed", "plan", "ms a campaign", "million offers/s", "million impressions/s"])
    for size in sorted({min(accounts, SMALL), accounts}):
        rates(size, speed, summary)
    beside = Table(["feed", "impressions", "engine, ms", "twin, ms", "times"])
    twins(beside, summary, notes)
    whole = Table(["four plans, seven days, x_2026", "seconds", "aim", "memory, GB"])
    for size, replicates, aim in COMPARISONS:
        if size > accounts:
            continue
        comparison(1000, 2)  # compiled before the clock starts
        took, most = comparison(size, replicates)
        what = f"{size:,} accounts, {replicates} replicates each"
        whole.add(what, short(took), aim, short(most))
        say(f"  {what}: {took:.1f} s, {most:.2f} GB")
        summary.append((f"campaign, four plans, {what}: s, GB", f"{short(took)}, {short(most)}", f"under {aim}, 8"))
    if cold:
        with tempfile.TemporaryDirectory() as cache:
            first = comparison(1000, 2, SEEDCAST_CACHE=cache)[0]
        second = comparison(1000, 2)[0]
        whole.add("1,000 accounts, 2 replicates, compiling everything", short(first), "60", "")
        whole.add("the same again", short(second), "", "")
        say(f"  cold {first:.1f} s, warm {second:.1f} s")
        summary.append(("campaign: the first comparison, compiling everything, s", short(first), "under 60"))
    parts: list[str | Table] = [
        f"A post by each of the 20 accounts with the most followers, for a week; with ads, an impression is bought for "
        f"every fifth account. An offer is a post in the inbox of one follower. One pinned core, {ROUNDS} rounds.",
        speed,
        f"The same world of {TWIN_ACCOUNTS:,} accounts in the engine and as agents, once they have told the same.",
        beside,
        "Whole processes on all cores, with choosing, measuring and the written report.",
        whole,
    ]
    return Section("The campaign", [*parts, *([bullets(notes)] if notes else [])], summary)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=at_least(1000), default=LARGE, help="of the largest network")
    parser.add_argument("--warm", action="store_true", help="do not time the compiling of everything")
    given = parser.parse_args()
    section(given.accounts, not given.warm)


if __name__ == "__main__":
    alone(main)
