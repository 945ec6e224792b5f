"""A worker that runs campaigns: offers a second, memory, and the same world in the readable twin.

It is told a number of accounts and a feed. An offer is a post in the inbox of one follower. The plan is one post by
each of the 20 accounts with the most followers, for a week; the world is made once, before the clock runs. Times are
those of the processor, on one thread: what else runs on the machine disturbs them least.
"""

import gc
import time
from pathlib import Path

HUBS = 20
FEEDS = {"chronological": {"ad_load": 0.14}, "x_2026": {"preset": "x_2026"}}
ADS_AN_ACCOUNT = 0.2
"""Bought impressions, where ads are bought."""


def resident() -> int:
    """Bytes of memory that this process has of its own (0 where the system does not say)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if line.endswith("kB"))
    return int(lines["RssAnon"].split()[0]) * 1024


def ready(name, told):
    import numpy as np

    import sim
    from sim.models import campaign
    from sim.randomness import JUDGING, world_key
    from sim.world import Item, Plan, Push, plan_of_seeds

    accounts, feed = told.split()
    warm = campaign.prepare(sim.generate("kol_communities", accounts=1000, seed=1), campaign.Parameters(), Item(), 1)
    campaign.simulate(warm, plan_of_seeds([0], warm.network), 1, campaign.workspace(warm))
    gc.collect()
    before = resident()
    network = sim.generate("kol_communities", accounts=int(accounts), seed=1)
    gc.collect()
    network_bytes = resident() - before
    began = time.perf_counter()
    world = campaign.prepare(network, campaign.Parameters(platform=FEEDS[feed]), Item(), 7)
    world_seconds = time.perf_counter() - began
    gc.collect()
    before = resident()
    work = campaign.workspace(world)
    hubs = plan_of_seeds(np.argsort(-network.followers, kind="stable")[:HUBS], network)
    ads = Push("ads", 0, 0.0, 7 * 86400.0, int(ADS_AN_ACCOUNT * len(network)), 1000)
    plans = {"posts": hubs, "posts and ads": Plan(hubs.seeds, (), (ads,))}

    def run(threads, what, plan="posts", replicates=1):
        if what == "memory":
            campaign.simulate(world, plans[plan], world_key(1, JUDGING, 0), work)
            gc.collect()
            found = {"accounts": len(network), "edges": network.edge_count, "network": network_bytes}
            return {**found, "workspace": resident() - before, "world_seconds": world_seconds}
        if what == "twin":
            return twin(network, world, plans[plan], FEEDS[feed])
        campaign.simulate(world, plans[plan], world_key(1, JUDGING, replicates), work)
        seconds, offers, impressions = 0.0, 0, 0
        for replicate in range(replicates):
            start = time.thread_time()
            outcome = campaign.simulate(world, plans[plan], world_key(1, JUDGING, replicate), work)
            seconds += time.thread_time() - start
            authors = outcome.events["post_author"]
            offers += int(network.followers[authors[authors >= 0]].sum())
            impressions += len(outcome.events["seen_at"])
        return {"seconds": seconds, "offers": offers, "impressions": impressions, "replicates": replicates}

    def twin(network, world, plan, platform):
        from sim import agents

        outcome = campaign.simulate(world, plan, world_key(7, JUDGING, 0), work).copy()
        start = time.thread_time()
        for _ in range(100):
            campaign.simulate(world, plan, world_key(7, JUDGING, 0), work)
        fast = (time.thread_time() - start) / 100
        model = agents.Campaign(network, plan, seed=7, platform=platform, world=world)
        start = time.thread_time()
        while model.running:
            model.step()
        slow = time.thread_time() - start
        same = [account.id for account in model.reached] == outcome.reached.tolist()
        same = same and len(model.impressions) == len(outcome.events["seen_at"])
        return {"engine": fast, "twin": slow, "same": same, "impressions": len(model.impressions)}

    return run
