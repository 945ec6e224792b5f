"""What a word of a table means: a metric, or a heading."""

from difflib import get_close_matches
from typing import Final

from sim.scenario.errors import Fault, Place, ScenarioError

COLUMNS: Final = {
    "plan": "what is compared: the plan's name in the scenario",
    "authors": "how many accounts post for the plan",
    "seeds": "how many accounts the plan seeds",
    "spent": "what the plan cost, mean over worlds: without commission, and without what could not be spent",
    "cost": "what the plan's accounts cost",
    "metric": "what is measured, once in every world; seedcast explain tells each one",
    "mean": "the mean over worlds",
    "95%": "the interval that holds the true mean with so much confidence, as far as the luck of these worlds tells",
    "interval": "the interval that holds the true mean with the confidence above, as far as the luck of worlds tells",
    "median": "half of the worlds are below it: what one launch is as likely to exceed as to miss",
    "bad luck": "the worst tenth of worlds begins here: one launch in ten is worse (the bad-luck decile)",
    "wins": "the share of worlds in which this plan did better than the other, ties left out: the luck of one launch",
}
"""The headings of the terminal's tables and of the verdict."""


def explain_word(word: str) -> list[str]:
    """The line on a metric or a heading (both, where a word is both).

    Raises:
        ScenarioError: the word is neither.

    >>> explain_word("reach_share")
    ['reach_share: reach as a share of the network; unit: share, of all accounts; more is better.']
    >>> explain_word("median")[0][:46]
    'median: half of the worlds are below it: what '
    """
    from sim.metrics import METRICS

    name = " ".join(word.lower().replace("-", " ").split())
    found = [f"{name} (a column): {COLUMNS[name]}."] if name in COLUMNS and name in METRICS else []
    if name in COLUMNS and not found:
        return [f"{name}: {COLUMNS[name]}."]
    metric = METRICS.get(name.partition("/")[0].replace(" ", "_"))
    if metric is None:
        near = get_close_matches(name.replace(" ", "_"), METRICS, 1)
        guess = f"did you mean {near[0]}? " if near else ""
        problem = (
            f"is not there, and no metric or column of a table; {guess}name a scenario file, or one of these words"
        )
        raise ScenarioError(Fault(Place(word), "", problem))
    of = f", of {metric.denominator}" if metric.denominator else ""
    better = {"higher": "; more is better", "lower": "; less is better"}.get(metric.better or "", "")
    happens = "; 1 or 0 in each world: its mean is a share of worlds" if metric.denominator == "worlds" else ""
    return [*found, f"{metric.name}: {metric.description}; unit: {metric.unit}{of}{happens}{better}."]
