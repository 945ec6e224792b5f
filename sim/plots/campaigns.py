"""Whether a result is one of campaigns, and what their metrics can be."""

from typing import Any


def is_campaign(result: Any) -> bool:
    """Whether the plans are campaigns: the model says so."""
    model = result.manifest.get("scenario", {}).get("model") or ""
    return model == "campaign" or (isinstance(model, dict) and list(model) == ["campaign"])


def possible(metric: str, mean: float, low: float, high: float) -> tuple[float, float, float]:
    """A mean with its interval cut at what the metric can be: few worlds make intervals that go beyond.

    >>> possible("orders", 3.0, -1.0, 7.0), possible("probability_of_loss", 0.9, 0.7, 1.1)
    ((3.0, 0.0, 7.0), (0.9, 0.7, 1.0))
    """
    from sim.experiment.verdicts import range_of

    least, most = range_of(metric)
    return mean, max(low, least), min(high, most)
