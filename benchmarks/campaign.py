"""The campaign engine: offers a second, time of a comparison, and the same worlds in its readable twin.

    python benchmarks/campaign.py [ACCOUNTS ...]

By default 20,000 and 100,000 accounts; a million takes some minutes. An offer is a post in the inbox of one follower.
Times are those of the processor, on one thread; each world is simulated once before the clock runs.
"""

import argparse
import time

import numpy as np

import sim
from sim.models import campaign
from sim.randomness import JUDGING, world_key
from sim.world import Item, plan_of_seeds

WORLDS = 10
HUBS = 20
FEEDS = {"chronological": {}, "x_2026": {"preset": "x_2026"}}
TWIN_ACCOUNTS = 2000


def prepared(accounts: int, feed: str) -> tuple:
    """A network, its world under a feed, a plan of its most followed accounts, and the seconds that the world took."""
    network = sim.generate("kol_communities", accounts=accounts, seed=1)
    began = time.process_time()
    world = campaign.prepare(network, campaign.Parameters(platform=FEEDS[feed]), Item(), 7)
    took = time.process_time() - began
    hubs = np.argsort(-network.followers, kind="stable")[:HUBS]
    return network, world, plan_of_seeds(hubs, network), took


def engine(accounts: int, feed: str) -> None:
    """Print a line: what a world costs."""
    network, world, plan, took = prepared(accounts, feed)
    work = campaign.workspace(world)
    campaign.simulate(world, plan, world_key(1, JUDGING, WORLDS), work)
    offers = impressions = 0
    began = time.process_time()
    for replicate in range(WORLDS):
        outcome = campaign.simulate(world, plan, world_key(1, JUDGING, replicate), work)
        offers += int(network.followers[outcome.events["post_author"]].sum())
        impressions += len(outcome.events["seen_at"])
    seconds = time.process_time() - began
    print(
        f"{accounts:>9,} accounts  {feed:<14} world {took:6.2f} s  campaign {seconds / WORLDS:7.4f} s  "
        f"{offers / WORLDS:>10,.0f} offers  {impressions / WORLDS:>9,.0f} impressions  "
        f"{offers / seconds / 1e6:.2f} million offers/s"
    )


def twin(feed: str) -> None:
    """Print a line: the readable twin in the same world, after checking that it says the same."""
    from sim import agents

    network, world, plan, _ = prepared(TWIN_ACCOUNTS, feed)
    work = campaign.workspace(world)
    outcome = campaign.simulate(world, plan, world_key(7, JUDGING, 0), work).copy()
    began = time.process_time()
    for _ in range(100):
        campaign.simulate(world, plan, world_key(7, JUDGING, 0), work)
    fast = (time.process_time() - began) / 100
    model = agents.Campaign(network, plan.seeds, seed=7, platform=FEEDS[feed], world=world)
    began = time.process_time()
    while model.running:
        model.step()
    slow = time.process_time() - began
    assert [account.id for account in model.reached] == outcome.reached.tolist(), "not the same work"
    print(
        f"twin, {TWIN_ACCOUNTS:,} accounts, {feed}: {slow:.2f} s against {fast * 1000:.2f} ms: {slow / fast:,.0f} times"
    )


def main() -> None:
    """Every line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("accounts", nargs="*", type=int, default=[20_000, 100_000])
    for accounts in parser.parse_args().accounts:
        for feed in FEEDS:
            engine(accounts, feed)
    for feed in FEEDS:
        twin(feed)


if __name__ == "__main__":
    main()
