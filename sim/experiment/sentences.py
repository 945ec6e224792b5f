"""What a verdict says beside its numbers: who is left out, where the answer turns, on how little it rests."""

from math import isfinite
from typing import Any, Final

from sim.estimates.verdict import FIRST, NEITHER, SECOND, TOLD_TIES, number

MOST_NAMED: Final = 12
"""Design points that a headline names one by one."""
OPEN: Final = "no plan is ahead of all others yet"
"""What is said of points that are not decided: in words that no plan's name can be taken for."""
ENOUGH: Final = 10
"""On fewer networks, draws or worlds a verdict says so, and the probability of the highest mean is not told."""


def few(count: int, units: str) -> str:
    """That a verdict rests on little; "" where there is enough.

    >>> few(4, "draws of accounts"), few(10, "worlds")
    ('it rests on only 4 draws of accounts, and fewer than 10 tell little', '')
    >>> few(1, "networks")
    'it rests on only 1 network, and fewer than 10 tell little'
    """
    if count >= ENOUGH:
        return ""
    word, _, rest = units.partition(" ")
    said = f"{word.removesuffix('s')} {rest}".strip() if count == 1 else units
    return f"it rests on only {count} {said}, and fewer than {ENOUGH} tell little"


def left_out(out: dict[str, list[str]], names: list[str]) -> str:
    """Which plans do not meet a condition, in words before the verdict.

    >>> left_out({"a": [], "b": ["reach >= 9"]}, ["a", "b"])
    '*b* does not meet reach >= 9; '
    """
    told = [f"*{name}* does not meet {' and '.join(out[name])}" for name in names if out[name]]
    if not told:
        return ""
    if len(told) == len(names):
        return "no plan meets the conditions (" + "; ".join(told) + "); without them: "
    return "; ".join(told) + "; "


def turns(crossings: list[dict[str, Any]]) -> str:
    """Where the answer turns, in words behind the verdict; "" where it does not.

    >>> turns([{"path": "model/x/probability", "at": 0.031, "low": 0.028, "high": 0.035}])
    '; the answer turns where model/x/probability passes 0.031 (0.028 to 0.035)'
    """
    parts = []
    for turn in crossings:
        ends = [f"{end:.3g}" if end is not None and isfinite(end) else "?" for end in (turn["low"], turn["high"])]
        parts.append(f"; the answer turns where {turn['path']} passes {turn['at']:.3g} ({ends[0]} to {ends[1]})")
    return "".join(parts)


def headline(points: list[dict[str, Any]], verdicts: list[dict[str, Any]]) -> str:
    """What a sweep found, in a sentence: which plan is ahead where; for a single comparison its verdict.

    >>> ahead = [{"decided": True, "best": [name], "sentence": ""} for name in ("a", "a", "b")]
    >>> headline([{"model/x/p": value} for value in (.1, .2, .3)], ahead)
    '*a* is ahead at model/x/p = 0.1, 0.2; *b* at 0.3'
    >>> headline([{"p": 1}, {"p": 2}], [{"decided": False, "best": ["a", "b"], "sentence": ""}, ahead[2]])
    'no plan is ahead of all others yet at p = 1; *b* is ahead at 2'
    >>> headline([{"p": 1}, {"p": 2}], [{**one, "rests_on_few": few(4, "draws of accounts")} for one in ahead[:2]])
    '*a* is ahead at p = 1, 2; each rests on only 4 draws of accounts, and fewer than 10 tell little'
    """
    if len(points) == 1 and not points[0]:
        return verdicts[0]["sentence"]
    paths = list(dict.fromkeys(path for point in points for path in point))
    where: dict[str, list[str]] = {}
    for point, verdict in zip(points, verdicts):
        clear = verdict["decided"] and len(verdict["best"]) == 1
        leader = f"*{verdict['best'][0]}*" if clear else "no plan" if verdict["decided"] else OPEN
        place = str(point.get(paths[0])) if len(paths) == 1 else ""
        where.setdefault(leader, []).append(place)
    parts: list[str] = []
    led = False
    for leader, places in where.items():
        first = "" if led or leader == OPEN else " is ahead"
        led = led or leader != OPEN
        if len(paths) == 1 and len(points) <= MOST_NAMED:
            name = f"{paths[0]} = " if not parts else ""
            parts.append(f"{leader}{first} at {name}{', '.join(places)}")
        else:
            of = f" of {len(points):,} points of the sweep" if not parts else ""
            parts.append(f"{leader}{first} at {len(places):,}{of}")
    return "; ".join([*parts, *_few_at(verdicts)])


def _few_at(verdicts: list[dict[str, Any]]) -> list[str]:
    """Of a sweep, that its verdicts rest on little: all of them alike, or some."""
    told = [verdict.get("rests_on_few") or "" for verdict in verdicts]
    if len(set(told)) == 1:
        return [told[0].replace("it rests", "each rests", 1)] if told[0] else []
    return [f"{sum(map(bool, told)):,} of {len(told):,} rest on fewer than {ENOUGH} worlds or draws"]


ENDS: Final = {FIRST: "better", SECOND: "worse", NEITHER: "no difference that matters"}


def against(verdict: dict[str, Any]) -> list[str]:
    """Of a comparison with one plan, what its sentence does not tell: a line for each other plan, the best first.

    >>> one = {"b": "none", "low": -2.0, "high": 9.0, "share_of_worlds_won": 0.4, "share_tied": 0.6}
    >>> pairs = [{**one, "a": "x", "difference": 3.0, "decision": "undecided"}, {**one, "a": "y", "difference": 1.0,
    ...     "decision": "first better"}]
    >>> told = {"against": "none", "pairs": pairs, "higher_is_better": True, "decide_by": "reach", "confidence": 0.95}
    >>> against(told)
    ['*y* against *none*: +1 reach (95%: -2 to 9), wins in 40% of worlds and ties in 60%: better']
    >>> against({**told, "against": None})
    []
    """
    if verdict["against"] is None:
        return []
    sign = -1.0 if verdict["higher_is_better"] else 1.0
    pairs = sorted(verdict["pairs"], key=lambda pair: sign * pair["difference"])
    found = []
    for pair in pairs[1:]:
        ends = [float("nan") if pair[end] is None else pair[end] for end in ("low", "high")]
        inside = f"{100 * verdict['confidence']:.4g}%: {number(ends[0])} to {number(ends[1])}"
        plus = "+" if pair["difference"] > 0 else ""
        wins = f"wins in {100 * pair['share_of_worlds_won']:.0f}% of worlds"
        if pair["share_tied"] >= TOLD_TIES:
            wins += f" and ties in {100 * pair['share_tied']:.0f}%"
        size = f"{plus}{number(pair['difference'])} {verdict['decide_by']} ({inside})"
        decided = ENDS.get(pair["decision"], "undecided")
        found.append(f"*{pair['a']}* against *{pair['b']}*: {size}, {wins}: {decided}")
    return found
