"""How plans are compared, as the scenario says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Matters:
    """The smallest difference that matters: relative (.03 is 3%) or absolute; the other one is None."""

    relative: float | None = None
    absolute: float | None = None


@dataclass(frozen=True)
class Until:
    """When to stop: surely decided, or no difference that matters, or out of replicates."""

    confidence: float
    matters: Matters
    max_replicates: int


@dataclass(frozen=True)
class Condition:
    """What a plan must meet to be considered: ``metric op value``."""

    metric: str
    op: str
    value: float


@dataclass(frozen=True)
class Sharing:
    """What is asked of who brought what: ``compare.shapley``.

    Attributes:
        by: "channel" or "kol".
        metrics: what is shared out, metrics that are sums.
        plans: of which plans; empty for all.
        worlds: in how many worlds.
    """

    by: str
    metrics: tuple[str, ...]
    plans: tuple[str, ...]
    worlds: int


@dataclass(frozen=True)
class Compare:
    """How plans are compared.

    Attributes:
        metrics: what is measured.
        decide_by: the metric that decides.
        against: the plan that the others are compared with; None compares all pairs.
        replicates: how many worlds; None if ``until`` decides.
        until: the stopping rule; None if ``replicates`` is fixed.
        subject_to: conditions on the means.
        confidence: of all intervals together.
        added_reach: replicates for what each seed adds; 0 leaves it out.
        removal: replicates for what each account and channel of a campaign's plan with actions adds; 0 leaves it out.
        shapley: how what a campaign's plan brings is shared out among its channels or KOLs; None leaves it out.
        record_worlds: of how many worlds, the first ones, events are kept; None leaves it to the model.
        series_every: hours between two times of a campaign's time series, "tick" for the platform's tick; None is the
            model's own.
        record: what is kept beside the metrics: "accounts" (how often each was reached), "events" (who by whom, when;
            of a campaign every event).
    """

    metrics: tuple[str, ...]
    decide_by: str
    against: str | None
    replicates: int | None
    until: Until | None
    subject_to: tuple[Condition, ...]
    confidence: float
    added_reach: int
    record: tuple[str, ...] = ()
    removal: int = 0
    shapley: Sharing | None = None
    record_worlds: int | None = None
    series_every: float | str | None = None
