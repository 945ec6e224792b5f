"""The measured tables of docs/doubt.md: ``python tests/estimates/doubt_tables.py --write`` puts them into the page."""

import argparse
import math
from pathlib import Path

import numpy as np
from laws import EQUAL_PLANS, FEW, LAWS
from scipy import special
from test_turning import CURVES, coverage

from sim.estimates import looks
from sim.estimates.means import _without_skewness, bounds, units
from sim.estimates.stopping import look_confidence

PAGE = Path(__file__).parents[2] / "docs" / "doubt.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
REPETITIONS = 4000


def row(*cells):
    return "| " + " | ".join(str(c) for c in cells) + " |"


def head(*cells):
    return [row(*cells), row(*("---" if i == 0 else "--:" for i in range(len(cells))))]


def percent(share):
    return f"{100 * float(share):.1f}"


def coverage_of_means():
    lines = head("law of the values", "worlds", "this interval", "Student alone", "Hall alone", "width / Student")
    for name, (sampler, mean) in LAWS.items():
        for count in (100, 250, 500, 1000, 2000):
            values = sampler((REPETITIONS, count), np.random.default_rng(count))
            middle, low, high, error = bounds(values, 0.95)
            spread = error * math.sqrt(count)
            deviation = values - middle[:, None]
            skewness = (deviation**3).mean(axis=1) / np.maximum(deviation.std(axis=1), 1e-300) ** 3
            t = special.stdtrit(count - 1, 0.975)
            hall = [middle - spread * _without_skewness(q / math.sqrt(count), skewness, count) for q in (t, -t)]
            student = (middle - t * error, middle + t * error)
            held = [percent(np.mean((a <= mean) & (mean <= b))) for a, b in ((low, high), student, hall)]
            wider = float(np.mean(high - low) / np.mean(2 * t * error))
            lines.append(row(name, count, *held, f"{wider:.2f}"))
    return lines


def coverage_on_few_worlds():
    """Skewed values in few worlds, where the interval holds too rarely, and on which side it misses."""
    lines = head("law of the values", "worlds", "this interval", "truth above it", "truth below it")
    for name, (sampler, mean) in FEW.items():
        for count in (20, 40, 100, 500):
            values = sampler((REPETITIONS, count), np.random.default_rng(count))
            _, low, high, _ = bounds(values, 0.95)
            shares = (np.mean(found) for found in ((low <= mean) & (mean <= high), high < mean, low > mean))
            lines.append(row(name, count, *map(percent, shares)))
    return lines


def coverage_over_clusters():
    lines = head("clusters of 40 worlds", "this interval", "clusters ignored")
    for groups in (5, 10, 20, 50):
        rng = np.random.default_rng(groups)
        index = np.repeat(np.arange(groups), 40)
        values = 0.5 * rng.standard_normal((REPETITIONS, groups))[:, index]
        values = values + rng.standard_normal(values.shape)
        held = []
        for sample in (units(values, index), values):
            _, low, high, _ = bounds(sample, 0.95)
            held.append(percent(np.mean((low <= 0) & (high >= 0))))
        lines.append(row(groups, *held))
    return lines


def winners_between_equal_plans():
    lines = head("difference of the plans", "worlds at most", "this rule", "peeking every 50 with 95% intervals")
    for name in EQUAL_PLANS:
        for most in (400, 1000, 2000):
            values = LAWS[name][0]((REPETITIONS, most), np.random.default_rng(most))
            at = looks(most)
            shares = []
            for schedule in (
                {n: look_confidence(at, n, 0.95) for n in at},
                dict.fromkeys(range(50, most + 1, 50), 0.95),
            ):
                wrong = np.zeros(REPETITIONS, bool)
                for n, confidence in schedule.items():
                    _, low, high, _ = bounds(values[:, :n], confidence)
                    wrong |= (low > 0) | (high < 0)
                shares.append(percent(wrong.mean()))
            lines.append(row(name, most, *shares))
    return lines


def worlds_that_are_needed():
    lines = head(
        "true difference",
        "correlation of the plans",
        "median worlds",
        "nine in ten runs",
        "decided within 2,000",
        "of these: called equal",
    )
    at, runs, matters = looks(2000), 400, 0.03
    for own in (0.1, 0.3, 0.6):
        for lift in (0.0, 0.05, 0.1):
            rng = np.random.default_rng(int(100 * own + 1000 * lift))
            luck = np.exp(0.8 * rng.standard_normal((runs, 2000)))
            a, b = (luck * np.exp(own * rng.standard_normal(luck.shape) - own**2 / 2) for _ in range(2))
            a = a * (1 + lift)
            correlation = np.corrcoef(a.ravel(), b.ravel())[0, 1]
            stop, equal = np.full(runs, 9999), np.zeros(runs, bool)
            for n in reversed(at):
                confidence = look_confidence(at, n, 1 - 0.05 / 6)  # one of the six pairs of four plans
                _, low, high, _ = bounds(a[:, :n] - b[:, :n], confidence)
                zone = matters * np.maximum(a[:, :n].mean(axis=1), b[:, :n].mean(axis=1))
                same = (-zone <= low) & (high <= zone)
                done = same | (low > 0) | (high < 0)
                stop[done], equal[done] = n, same[done]
            decided = stop <= 2000
            figures = [f"{np.quantile(stop, q):.0f}" if np.quantile(stop, q) <= 2000 else "more" for q in (0.5, 0.9)]
            called = percent(equal[decided].mean()) + "%" if decided.any() else ""
            lines.append(row(f"{lift:.0%}", f"{correlation:.2f}", *figures, percent(decided.mean()) + "%", called))
    return lines


def coverage_of_turning_points():
    lines = head("true difference", "draws x worlds each", "interval holds the turning point", "turning point shown")
    for name in CURVES:
        for draws, worlds in ((12, 150), (20, 100), (50, 40), (200, 10)):
            held, shown = coverage(name, draws, worlds, 500)
            lines.append(row(name, f"{draws} x {worlds}", percent(held), percent(shown)))
    return lines


def tables():
    parts = {
        "How often the 95% interval of a mean holds the truth (%)": coverage_of_means,
        "The same on few worlds, and on which side it misses (%)": coverage_on_few_worlds,
        "The same over clusters (%)": coverage_over_clusters,
        "How often a winner is declared between two equal plans (%)": winners_between_equal_plans,
        "How many worlds a comparison of four plans needs (3% matters)": worlds_that_are_needed,
        "How often the interval of a turning point holds it (%)": coverage_of_turning_points,
    }
    lines = []
    for title, table in parts.items():
        lines += [f"### {title}", "", *table(), ""]
    return "\n".join(lines)


def on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    return text.split(BEGIN)[1].split(END)[0].strip()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/doubt.md")
    found = tables()
    if parser.parse_args().write:
        before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n\n{found}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    else:
        print(found)
