"""The cascades whose outcomes are stored byte for byte, so that faster code can be held to them.

``python tests/models/baseline_cases.py`` writes ``baseline/outcomes.json`` anew. Do that only when a change of results
is meant, and say so in the changelog under "Changes results".
"""

import hashlib
import json
from pathlib import Path

import networkx
import numpy as np

from sim.models import independent_cascade, linear_threshold
from sim.network import Network
from sim.randomness import JUDGING, draw_int, uniform_int, world_key
from sim.world import Item, plan_of_seeds

STORED = Path(__file__).parent / "baseline" / "outcomes.json"
REPLICATES = 20
SEED = 20261122


def karate():
    """Zachary's karate club, 34 accounts, each friendship two edges."""
    edges = np.array(sorted(networkx.karate_club_graph().to_directed().edges), np.int32)
    return Network.from_edges(edges[:, 0].copy(), edges[:, 1].copy(), 34)


def hubs(accounts=3000):
    """A network of hubs: account u has about 1500 / (u + 1) followers, at least 3; values and interests are drawn."""
    pairs = []
    for u in range(accounts):
        for place in range(max(3, accounts // (2 * u + 2))):
            pairs.append((u, draw_int(SEED, 1, u, place) % accounts))
    pairs = sorted({(u, v) for u, v in pairs if u != v})
    source, target = np.array(pairs, np.int32).T
    values = [0.2 * uniform_int(draw_int(SEED, 2, u, v)) for u, v in pairs]
    interests = [[uniform_int(draw_int(SEED, 3, v, topic)) for topic in range(3)] for v in range(accounts)]
    return Network.from_edges(
        source.copy(),
        target.copy(),
        accounts,
        values=values,
        attributes={"interests": np.array(interests)},
        about={"topics": ["food", "travel", "games"]},
    )


def cases():
    """Yields (name, world, plan)."""
    item = Item("diary", quality=0.8)
    plain = Item("note", quality=0.4)
    topical = Item("trip", quality=0.3, topics=("travel",))
    cascade, threshold = independent_cascade, linear_threshold
    for name, network, seeds in (("karate", karate(), [0, 33]), ("hubs", hubs(), [3, 40, 500, 2999])):
        plan = plan_of_seeds(seeds, network)
        for setting in (0.1, "weighted_cascade", "trivalency"):
            world = cascade.prepare(network, cascade.Parameters(probability=setting), seed=SEED)
            yield f"{name}, independent cascade, {setting}", world, plan
        world = cascade.prepare(network, cascade.Parameters(probability=0.1), item)
        yield f"{name}, independent cascade, 0.1, better item", world, plan
        yield f"{name}, linear threshold, weighted_cascade", threshold.prepare(network, threshold.Parameters()), plan
        world = threshold.prepare(network, threshold.Parameters(), plain)
        yield f"{name}, linear threshold, weighted_cascade, plain item", world, plan
        if network.values is not None:
            world = cascade.prepare(network, cascade.Parameters(probability="edge"))
            yield f"{name}, independent cascade, edge", world, plan
            world = cascade.prepare(network, cascade.Parameters(probability="edge"), topical)
            yield f"{name}, independent cascade, edge, topical item", world, plan
            array = np.array(network.values) * 5 / network.followings[network.audience]
            world = threshold.prepare(network, threshold.Parameters(weight=array))
            yield f"{name}, linear threshold, array", world, plan


def replay(world, plan):
    """What is stored of one case: the sizes, to see what changed, and a hash of all arrays, to see that nothing did."""
    module = linear_threshold if world.model == "linear_threshold" else independent_cascade
    work = module.workspace(world)
    digest = hashlib.sha256()
    sizes = []
    for replicate in range(REPLICATES):
        outcome = module.simulate(world, plan, world_key(SEED, JUDGING, replicate), work)
        for array, kind in ((outcome.reached, "<i4"), (outcome.reached_at, "<f8"), (outcome.reached_by, "<i4")):
            digest.update(array.astype(kind).tobytes())
        sizes.append(outcome.reach)
    return {"sizes": sizes, "sha256": digest.hexdigest()}


if __name__ == "__main__":
    found = {name: replay(world, plan) for name, world, plan in cases()}
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(value)}" for name, value in found.items())
    STORED.parent.mkdir(exist_ok=True)
    STORED.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
