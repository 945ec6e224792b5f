"""Effects of a sweep: what each swept setting changes, paired because all design points meet the same worlds."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.estimates.means import EstimateError, checked_values, mean_interval

MOST_LEVELS = 12
"""A setting with more levels is a continuous one (Latin hypercube, Sobol): its effect is a slope."""


def effects(
    points: Sequence[Mapping[str, Any]], values: Any, *, clusters: Any = None, confidence: float = 0.95
) -> list[dict[str, Any]]:
    """The effect of each swept setting on a metric, with paired intervals.

    For a setting of a few levels: each level against the first one, averaged over the design points that are alike in
    all other settings. For a continuous one: the slope of the least-squares fit in all continuous settings, taken in
    each world by itself; worlds are independent and points are not, so the interval is that of the slopes over worlds.

    Args:
        points: for each design point its settings by path.
        values: array [points, worlds] of the metric of one plan, the same world in the same column.
        clusters: for each world its cluster, as in :func:`sim.estimates.means.mean_interval`.
        confidence: of each interval, each by itself.

    Returns:
        Rows {path, kind: "level" | "slope", level, base, points, effect, low, high, standard_error, confidence};
        ``points`` is how many pairs of design points (or points) the row rests on.

    Raises:
        EstimateError: values that do not fit the points or are not finite.

    >>> points = [{"quality": q, "hour": h} for q in (.2, .5) for h in (9, 20)]
    >>> worlds = np.arange(100.) % 10
    >>> for row in effects(points, [worlds, worlds + 1, worlds + 2, worlds + 3]):
    ...     print(row["path"], row["base"], "->", row["level"], row["effect"], row["points"])
    quality 0.2 -> 0.5 2.0 2
    hour 9 -> 20 1.0 2
    """
    array = checked_values(values, 2)
    if len(points) != len(array):
        raise EstimateError(f"{len(points)} design points for {len(array)} rows of values; allowed: as many of each")
    paths = list(dict.fromkeys(path for point in points for path in point))
    levels = {path: list(dict.fromkeys(_word(point.get(path)) for point in points)) for path in paths}
    slopes = [path for path in paths if len(levels[path]) > MOST_LEVELS and _is_number([p.get(path) for p in points])]
    rows = []
    for path in paths:
        if path in slopes or len(levels[path]) < 2:
            continue
        base = levels[path][0]
        alike: dict[tuple, dict[str, int]] = {}
        for i, point in enumerate(points):
            rest = tuple(_word(point.get(other)) for other in paths if other != path)
            alike.setdefault(rest, {})[_word(point.get(path))] = i
        for level in levels[path][1:]:
            pairs = [(group[level], group[base]) for group in alike.values() if level in group and base in group]
            if pairs:
                difference = np.mean([array[i] - array[j] for i, j in pairs], axis=0)
                rows.append(_row(path, "level", level, base, len(pairs), difference, clusters, confidence))
    if slopes and len(points) > len(slopes) + 1:
        design = np.array([[1.0, *(float(point[path]) for path in slopes)] for point in points])
        fitted = np.linalg.lstsq(design, array, rcond=None)[0]
        for path, slope in zip(slopes, fitted[1:]):
            rows.append(_row(path, "slope", "", "", len(points), slope, clusters, confidence))
    return rows


def _row(
    path: str, kind: str, level: str, base: str, points: int, change: np.ndarray, clusters: Any, confidence: float
) -> dict[str, Any]:
    found = mean_interval(change, clusters, confidence)
    named = {"path": path, "kind": kind, "level": level, "base": base, "points": points, "effect": found.mean}
    doubt = {"low": found.low, "high": found.high, "standard_error": found.standard_error, "confidence": confidence}
    return named | doubt


def _word(setting: Any) -> str:
    return str(setting)


def _is_number(settings: list[Any]) -> bool:
    return all(isinstance(s, (int, float)) and not isinstance(s, bool) for s in settings)
