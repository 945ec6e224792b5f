"""Values put into a scenario, and the points that fill a space: Latin hypercubes and Sobol's sequence, by keys."""

import copy
import dataclasses
import hashlib
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sim.arithmetic import log
from sim.arithmetic.rows import exps
from sim.randomness import SWEEPING, UNCERTAIN, U, draw_int, fill_uniform, world_key
from sim.scenario.choices import Uncertain
from sim.scenario.errors import Fault, Place, ScenarioError, listed, suggestion
from sim.scenario.scenario import Scenario
from sim.scenario.tree import Path, value_at, ways

LONGEST_PATH = 1000
ORDER, WITHIN, SHIFT = 1, 2, 3
"""What is drawn for a dimension: the order of its strata, the place within one, the shift of Sobol's points."""


def find(scenario: Scenario, path: str) -> Path:
    """The place of ``path`` in the scenario; ValueError with what there is instead."""
    if len(path) > LONGEST_PATH:
        raise ValueError(f"is a path of {len(path)} characters; at most {LONGEST_PATH} are allowed")
    nearest: Any = scenario.full
    parts: Path = ()
    for way in ways(scenario.full, path):
        if "/".join(map(str, way)) in scenario.source.optional:  # in a part that may itself be left out: no name, so
            return (*way[:-1], *str(way[-1]).split("/"))  # without "/" of its own
        try:
            value_at(scenario.full, way)
            return way
        except KeyError:
            inner = value_at(scenario.full, way[:-1])
            if isinstance(inner, dict) and len(way) > len(parts):
                nearest, parts = inner, way
    around = "/".join(map(str, parts[:-1]))
    allowed = sorted({*nearest, *_optional_at(scenario, around)}) if isinstance(nearest, dict) else []
    hint = suggestion(path.rsplit("/", 1)[-1], allowed)
    raise ValueError(f"names no place in this scenario{hint}; {around or 'at the top'} has: {listed(allowed)}")


def _optional_at(scenario: Scenario, around: str) -> list[str]:
    head = around + "/" if around else ""
    names = (path[len(head) :] for path in scenario.source.optional if path.startswith(head))
    return [name for name in names if "/" not in name]


def with_values(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """See :meth:`Scenario.with_values`."""
    from sim.scenario.resolve import resolve
    from sim.scenario.short_forms import expand

    data = expand(dict(scenario.source.data))
    data.pop("sweep", None)  # before the copy: a long list of points would be copied for each of them
    uncertain = data.pop("uncertain", None)
    data = copy.deepcopy(data)
    for path, value in values.items():
        try:
            _put(data, find(scenario, path), value)
        except ValueError as error:
            file = str(scenario.file or "scenario")
            raise ScenarioError(Fault(Place(file), path, str(error))) from None
    changed = resolve(dataclasses.replace(scenario.source, data=data), scenario.seed)
    full = dict(changed.full)
    if scenario.uncertain:
        data["uncertain"] = uncertain
        full["uncertain"] = scenario.full["uncertain"]
    source = dataclasses.replace(changed.source, data=data)
    return dataclasses.replace(
        changed, uncertain=scenario.uncertain, seed_given=scenario.seed_given, full=full, source=source
    )


def _put(data: Any, way: Path, value: Any) -> None:
    """Set a value in the file's data; maps that the file left out are made."""
    for place, part in enumerate(way[:-1]):
        if isinstance(data, dict) and data.get(part) is None:
            data[part] = [] if isinstance(way[place + 1], int) else {}
        data = data[part]
    data[way[-1]] = value


def dimension_key(seed: int, purpose: int, path: str) -> int:
    """The key of one dimension, from its name: another dimension more changes none of its draws."""
    word = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big")
    return draw_int(world_key(seed, purpose), word)


def latin_hypercube(seed: int, purpose: int, paths: Iterable[str], count: int) -> np.ndarray:
    """Points in the unit cube, one in each of ``count`` strata of every dimension (McKay, Beckman and Conover 1979,
    Technometrics 21:239). float64[count, dimensions]; the order of the strata is a permutation by keys.

    >>> points = latin_hypercube(1, SWEEPING, ["a", "b"], 4)
    >>> np.sort(np.floor(points * 4), axis=0)[:, 0]
    array([0., 1., 2., 3.])
    """
    columns = []
    for path in paths:
        key = dimension_key(seed, purpose, path)
        rank, within = np.empty(count), np.empty(count)
        fill_uniform(U(draw_int(key, ORDER)), rank)
        fill_uniform(U(draw_int(key, WITHIN)), within)
        strata = np.empty(count)
        strata[np.argsort(rank, kind="stable")] = np.arange(count)
        columns.append((strata + within) / count)
    return np.column_stack(columns)


def sobol(seed: int, purpose: int, paths: Iterable[str], count: int) -> np.ndarray:
    """The first points of Sobol's sequence (Sobol 1967; directions of Joe and Kuo 2008) with a digital shift by keys.

    float64[count, dimensions], in (0, 1). The shift keeps the evenness of the points and moves the one at the corner.
    """
    from scipy.stats import qmc

    paths = list(paths)
    bits = 30
    power = max(0, (count - 1).bit_length())
    points = qmc.Sobol(len(paths), scramble=False, bits=bits).random_base2(power)[:count]
    cells = 1 << bits
    words = (points * cells).astype(np.int64)
    for place, path in enumerate(paths):
        words[:, place] ^= draw_int(dimension_key(seed, purpose, path), SHIFT) >> (64 - bits)
    return (words + 0.5) / cells


def quantile(spread: Uncertain, u: np.ndarray) -> np.ndarray:
    """Values of a distribution at probabilities ``u``; within [low, high] always.

    >>> quantile(Uncertain(1, 100, "loguniform", "assumption"), np.array([0, .5, 1])).round(6)
    array([  1.,  10., 100.])
    """
    low, high = float(spread.low), float(spread.high)
    if spread.distribution == "loguniform":
        found = exps(log(low) + u * (log(high) - log(low)))
    elif spread.distribution == "triangular" and high > low:
        mode = (low + high) / 2 if spread.mode is None else spread.mode
        split = (mode - low) / (high - low)
        found = np.where(
            u < split,
            low + np.sqrt(u * (high - low) * (mode - low)),
            high - np.sqrt((1 - u) * (high - low) * (high - mode)),
        )
    else:
        found = low + u * (high - low)
    return np.clip(found, low, high)


def is_whole(scenario: Scenario, path: str) -> bool:
    """Whether the value at a path is a whole number, so that drawn values are rounded."""
    try:
        value = value_at(scenario.full, find(scenario, path))
    except (KeyError, ValueError):
        return False
    return isinstance(value, int) and not isinstance(value, bool)


def uncertain_draws(scenario: Scenario, count: int) -> list[dict[str, Any]]:
    """See :meth:`Scenario.uncertain_draws`."""
    if not scenario.uncertain:
        return [{} for _ in range(count)]
    if count < 1:
        return []
    paths = list(scenario.uncertain)
    cube = latin_hypercube(scenario.seed, UNCERTAIN, paths, count)
    columns: list[list[Any]] = []
    for place, path in enumerate(paths):
        values = quantile(scenario.uncertain[path], cube[:, place])
        columns.append([round(v) for v in values] if is_whole(scenario, path) else values.tolist())
    for place, path in enumerate(paths):
        if (other := scenario.uncertain[path].keeps_total_with) is not None:
            total = squares(scenario, path, other)
            columns[place] = [math.sqrt(max(total - value * value, 0.0)) for value in columns[paths.index(other)]]
    return [dict(zip(paths, row)) for row in zip(*columns)]


def squares(scenario: Scenario, path: str, other: str) -> float:
    """The sum of the squares of the values at two paths."""
    one, two = (value_at(scenario.full, find(scenario, here)) for here in (path, other))
    return float(one * one + two * two)


def space(scenario: Scenario, kind: str, ranges: Mapping[str, list[float]], count: int) -> list[dict[str, Any]]:
    """Design points that fill the ranges: ``kind`` is lhs or sobol."""
    paths = list(ranges)
    cube = (latin_hypercube if kind == "lhs" else sobol)(scenario.seed, SWEEPING, paths, count)
    columns: list[list[Any]] = []
    for place, (path, (low, high)) in enumerate(ranges.items()):
        values = low + cube[:, place] * (high - low)
        columns.append([round(v) for v in values] if is_whole(scenario, path) else values.tolist())
    return [dict(zip(paths, row)) for row in zip(*columns)]
