"""A result for the tests of pictures and reports: a real comparison, run here in a few lines."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from sim.models.independent_cascade import Parameters, prepare, simulate, workspace
from sim.network import Network
from sim.randomness import JUDGING, NETWORK, U, child_int, fill_uniform, world_key
from sim.world import plan_of_seeds


def communities(accounts: int, groups: int, seed: int = 1, follows: int = 8) -> Network:
    """A network with KOLs and communities: most follow within their group, and more the smaller the id in it."""
    draws = np.empty(accounts * follows * 3)
    fill_uniform(U(world_key(seed, NETWORK)), draws)
    draws = draws.reshape(3, -1)
    community = np.arange(accounts) % groups
    follower = np.repeat(np.arange(accounts), follows)
    home = np.where(draws[0] < 0.9, community[follower], (draws[0] * 1e6).astype(int) % groups)
    members = accounts // groups
    followed = home + groups * np.minimum((members * draws[1] ** 3).astype(int), members - 1)
    followers = np.bincount(followed, minlength=accounts)
    order = np.argsort(np.argsort(-followers, kind="stable"), kind="stable") / accounts
    tier = np.select([order < 0.002, order < 0.02, order < 0.1], [3, 2, 1], 0)
    return Network.from_edges(followed, follower, accounts, attributes={"community": community, "tier": tier})


def compare(
    network: Network,
    plans: dict[str, list[int]],
    *,
    replicates: int = 60,
    probability: float = 0.1,
    spent: dict[str, float] | None = None,
    against: str | None = None,
    uncertain: dict[str, tuple[float, float]] | None = None,
    sweep: list[float] | None = None,
    added: int = 20,
) -> SimpleNamespace:
    """A result of the shape of ``sim.results.Result``; probability can be uncertain or swept."""
    path = "model/independent_cascade/probability"
    rows, series, chosen, cascades = [], [], [], {}
    tiers = ("koc", "tail", "waist", "head")
    points = [{}] if sweep is None else [{path: value} for value in sweep]
    for number, point in enumerate(points):
        for replicate in range(replicates):
            chance = point.get(path, probability)
            if uncertain:
                low, high = uncertain[path]
                draw = child_int(7, replicate) / 2**64
                chance = low + (high - low) * draw
            world = prepare(network, Parameters(probability=chance))
            work = workspace(world)
            for plan, seeds in plans.items():
                outcome = simulate(world, plan_of_seeds(seeds, network), world_key(5, JUDGING, replicate), work)
                row = {"experiment": "e", "plan": plan, "design_point": number, "realisation": 0}
                row |= {"replicate": replicate, "draw": replicate if uncertain else -1, "seed": 5}
                row |= {
                    "reach": float(outcome.reach),
                    "depth": float(outcome.reached_at.max()) if outcome.reach else 0.0,
                }
                if "tier" in network.attributes:
                    counts = np.bincount(network.attributes["tier"][outcome.reached], minlength=4)
                    row |= {f"reach_by_tier/{name}": float(c) for name, c in zip(tiers, counts, strict=True)}
                    counts = np.bincount(network.attributes["community"][outcome.reached])
                    counts = np.resize(np.append(counts, np.zeros(100)), 100)
                    groups = int(network.attributes["community"].max()) + 1
                    row |= {f"reach_by_community/{g}": float(counts[g]) for g in range(min(groups, 10))}
                    row["reach_by_community/other"] = float(counts[10:].sum())
                if uncertain:
                    row[path] = chance
                rows.append(row)
                times, counts = np.unique(outcome.reached_at, return_counts=True)
                for time, count in zip(times, np.cumsum(counts), strict=True):
                    series.append((plan, number, replicate, time, count))
                if replicate == 0 and number == 0:
                    own = outcome.copy()
                    cascades[plan] = {
                        "reached": own.reached,
                        "reached_at": own.reached_at,
                        "reached_by": own.reached_by,
                    }
    world = prepare(network, Parameters(probability=probability))
    work = workspace(world)
    for plan, seeds in plans.items():
        for rank, account in enumerate(seeds if added else ()):
            gaps = []
            for replicate in range(added):
                key = world_key(5, JUDGING, replicate)
                whole = simulate(world, plan_of_seeds(seeds, network), key, work).reach
                rest = [s for s in seeds if s != account]
                gaps.append(whole - simulate(world, plan_of_seeds(rest, network), key, work).reach)
            half = 2 * np.std(gaps) / np.sqrt(added)
            row = {"plan": plan, "design_point": 0, "realisation": 0, "rank": rank, "account": account}
            row |= {"label": str(network.label(account)), "followers": int(network.followers[account])}
            mean = float(np.mean(gaps))
            row |= {"price": np.nan, "gain": np.nan}
            chosen.append(row | {"added_reach": mean, "added_reach_low": mean - half, "added_reach_high": mean + half})
    runs = pd.DataFrame(rows)
    costs = spent or {}
    manifest = {
        "name": "A test",
        "hash": "0123abcd",
        "engine": "0.1.0",
        "scenario": {
            "name": "A test",
            "seed": 5,
            "model": {"independent_cascade": {"probability": probability}},
            "compare": {"decide_by": "reach", "against": against, "confidence": 0.95},
            "uncertain": {p: {"low": low, "high": high} for p, (low, high) in (uncertain or {}).items()},
        },
        "explained": [],
        "networks": [
            {"realisation": 0, "accounts": len(network), "edges": network.edge_count, "fingerprint": "f", "about": {}}
        ],
        "plans": {
            plan: {"spent": costs.get(plan, 0.0), "currency": "CNY" if costs else None, "seeds": len(seeds)}
            for plan, seeds in plans.items()
        },
        "design_points": points,
        "replicates": replicates,
        "stopped": "after 60 replicates, as the scenario says",
        "verdict": {},
        "defaults": {path: "chance that a share reaches one follower. Source: assumption"},
    }
    names = ["plan", "design_point", "replicate", "time", "reach"]
    result = SimpleNamespace(
        manifest=manifest,
        runs=runs,
        timeseries=pd.DataFrame(series, columns=names),
        choices=pd.DataFrame(chosen),
        cascades=cascades,
        network=network,
        folder=None,
    )
    manifest["verdict"] = verdict(result)
    return result


def verdict(result: SimpleNamespace) -> dict:
    """A verdict in the stored form, from plain paired intervals."""
    table = result.runs[result.runs["design_point"] == 0].pivot(index="replicate", columns="plan", values="reach")
    plans = [plan for plan in result.manifest["plans"] if plan in table]
    means = {}
    for plan in plans:
        half = 2 * table[plan].std() / np.sqrt(len(table))
        mean = float(table[plan].mean())
        means[plan] = {"mean": mean, "low": mean - half, "high": mean + half, "median": float(table[plan].median())}
        means[plan]["bad_luck_decile"] = float(table[plan].quantile(0.1))
    pairs = []
    for i, a in enumerate(plans):
        for b in plans[i + 1 :]:
            gap = table[a] - table[b]
            half = 2 * gap.std() / np.sqrt(len(gap))
            pair = {
                "a": a,
                "b": b,
                "difference": float(gap.mean()),
                "low": gap.mean() - half,
                "high": gap.mean() + half,
            }
            pair |= {"share_of_worlds_won": float((gap > 0).mean()), "share_tied": float((gap == 0).mean())}
            pairs.append(pair | {"decision": a if gap.mean() - half > 0 else None})
    best = max(means, key=lambda plan: means[plan]["mean"]) if means else None
    said = {
        "decide_by": "reach",
        "confidence": 0.95,
        "sequential": False,
        "method": "paired intervals of two standard errors",
        "best": [best] if best else [],
        "decided": True,
        "pairs": pairs,
        "means": means,
        "probability_of_highest_mean": {plan: float(plan == best) for plan in plans},
        "crossings": [],
        "luck_sd": None,
        "ignorance_sd": None,
        "sentence": "",
    }
    if len(plans) > 1:
        second = max((p for p in plans if p != best), key=lambda plan: means[plan]["mean"])
        pair = next(p for p in pairs if {p["a"], p["b"]} == {best, second})
        gap = abs(pair["difference"])
        said["sentence"] = f"*{best}* reaches {gap:,.0f} accounts more than *{second}*, on this one network"
    return said
