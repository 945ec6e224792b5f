"""What may stand in a scenario file: keys, types, ranges, defaults, and what each means.

The file is first written out (short_forms.py), then checked against these models without any conversion (a text is not
a number, true is not 1).
"""

from typing import Annotated, Any, Literal
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MOST_REPLICATES = 10_000_000
MOST_PLANS = 200
"""All pairs of plans are compared at once: 19,900 of them."""
MOST_ITEMS = 1000
MOST_GROUPS = 1000
"""Items of content, and groups of seeds in a plan."""
MOST_CONFIDENCE = 0.9999
"""Beyond, the decision would hang on tails that no number of worlds shows."""
ON = "a name under also_on: on which platform; the first if not given (campaign model)"
"""What ``platform`` means in a group of seeds and in an action."""
DEFAULTS = "defaults"
"""What ``uncertain`` says to draw what the model's table gives ranges of."""
LARGEST = 1e15
"""Money, and differences that matter, are below this: cents and accounts are then still counted exactly."""

FORMULA = ("=", "+", "-", "@")
"""With one of these a formula begins in a spreadsheet; names stand in its cells (``figures/*.csv``)."""


def _name(text: str) -> str:
    from sim.files.characters import NO_SUCH, refused_character

    if (bad := refused_character(text)) is not None:
        raise ValueError(f"it holds the character {bad}; {NO_SUCH}")
    if normalize("NFKC", text)[:1] in FORMULA:
        raise ValueError("a name may not begin with = + - or @: a spreadsheet takes it for a formula")
    return text


Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$"), AfterValidator(_name)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Signed = Annotated[float, Field(ge=-1, le=1)]


class Strict(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Open(BaseModel):
    """Further keys are the parameters of what is named (a generator, a reader, a strategy) and are checked there."""

    model_config = ConfigDict(extra="allow", frozen=True)


class RateSetting(Strict):
    """What one unit of the first currency is worth in the second, on a date."""

    rate: float = Field(ge=1e-12, le=1e12, description="units of the second currency for one of the first")
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="the day of the rate, as 2026-01-31")


class NetworkSetting(Open):
    """A network: drawn by a generator, or read from a file."""

    generator: str | None = Field(None, description="name of the generator that draws the networks")
    file: str | None = Field(None, min_length=1, description="file or folder that holds the network")
    realisations: int = Field(1, ge=1, le=100_000, description="how many networks are drawn. Source: convention")
    represents: float | None = Field(None, gt=0, description="how many people one network stands for (people)")


class ItemSetting(Strict):
    """A piece of content."""

    quality: float = Field(
        0.5, ge=0, le=1, description="0 to 1; .5 leaves the model's probabilities as they are. Source: convention"
    )
    topics: list[Name] = Field([], description="topics, for the match with the accounts' interests. Source: convention")


class FeaturedItemSetting(ItemSetting):
    """A piece of content; all but quality and topics are features that the campaign model reads."""

    format: Literal["text", "image", "video", "live"] = Field("text", description="its format. Source: convention")
    utility: Share = Field(0.5, description="practical value, 0 to 1; .5 is usual content. Source: convention")
    arousal: Share = Field(0.5, description="how much it stirs, 0 to 1; .5 is usual content. Source: convention")
    tone: Signed = Field(0.0, description="how the text itself feels, -1 to 1. Source: convention")
    stance: Signed = Field(1.0, description="to the brand, -1 to 1. Source: convention")
    novelty: Share = Field(0.5, description="how new it is, 0 to 1; .5 is usual content. Source: convention")
    production: Share = Field(0.5, description="how well it is made, 0 to 1; .5 is usual. Source: convention")
    authenticity: Share = Field(0.5, description="how much it is the author's own, 0 to 1. Source: convention")
    commerciality: Share = Field(0.0, description="how much it sells, 0 to 1. Source: convention")
    disclosed: bool = Field(False, description="whether it says that it is paid for. Source: convention")
    discount: Share = Field(0.0, description="price reduction for who buys through it, 0 to 1. Source: convention")
    promise: Share = Field(
        0.5, description="how good it says that the product is, 0 to 1; .5 is what people expect. Source: convention"
    )
    lasts_hours: float = Field(
        0.0, ge=0, le=87_600, description="how long it can be seen, as a live stream; 0 is for ever. Source: convention"
    )
    duration: float = Field(
        0.0,
        ge=0,
        le=86_400,
        description="how long it takes to watch it to the end, of a video or a live stream; 0 is as usual (seconds). "
        "Source: convention",
    )
    cost: float = Field(
        0.0, ge=0, lt=LARGEST, description="of making it, once a plan that uses it (currency). Source: convention"
    )


class GroupSetting(Open):
    """Seed accounts chosen by one strategy; further keys are the strategy's parameters."""

    choose: str | None = Field(None, description="name of the strategy")
    count: int | None = Field(None, ge=1, le=2**31 - 1, description="how many accounts")
    budget: float | None = Field(None, gt=0, lt=LARGEST, description="how much money, in the scenario's currency")
    item: str | None = Field(None, description="which content they publish; the first if not given")
    accounts: list[str | int] | None = Field(None, min_length=1, description="an explicit list: ids or labels")
    platform: str | None = Field(None, description=ON)


class PlanSetting(Strict):
    """What the marketer does: seeds; in the campaign model also actions."""

    seeds: list[GroupSetting] | None = Field(
        None, max_length=MOST_GROUPS, description="groups of seed accounts; an empty list seeds nobody"
    )
    budget: float | None = Field(
        None, gt=0, lt=LARGEST, description="what the plan may cost in all (currency); campaign model"
    )
    actions: list[Any] | None = Field(
        None, max_length=MOST_GROUPS, description="what is done, one map each, as pay: {...}; campaign model"
    )


class UncertainSetting(Strict):
    """The range of a parameter of the world that is not known."""

    low: float = Field(description="lowest value")
    high: float = Field(description="highest value")
    distribution: Literal["uniform", "loguniform", "triangular"] = Field(
        "uniform", description="how values are spread between low and high. Source: convention"
    )
    mode: float | None = Field(None, description="the most likely value, for the triangular distribution")
    source: Name = Field(description="where the range comes from; say assumption if it is one")
    keeps_total_with: str | None = Field(
        None, description="path of another uncertain parameter: this one keeps the sum of both squares as it is"
    )


class SpaceSetting(Strict):
    """Points that fill a space."""

    count: int = Field(ge=1, le=100_000, description="how many design points")
    ranges: dict[str, list[float]] = Field(min_length=1, description="path: [low, high]")


Points = list[dict[str, Any]]
Columns = dict[str, list[Any]]


class SweepSetting(Strict):
    """A design: exactly one of these keys."""

    grid: Columns | None = Field(None, min_length=1, description="all combinations of the values")
    zip: Columns | None = Field(None, min_length=1, description="first values together, second values ...")
    list: Points | None = Field(None, min_length=1, description="design points one by one")
    table: str | None = Field(None, min_length=1, description="CSV file: paths in the first row, a design point a row")
    lhs: SpaceSetting | None = Field(None, description="a Latin hypercube")
    sobol: SpaceSetting | None = Field(None, description="shifted points of Sobol's sequence")


class UntilSetting(Strict):
    """When to stop."""

    confidence: float = Field(0.95, ge=0.5, le=MOST_CONFIDENCE, description="of the decision. Source: convention")
    matters: Any = Field(
        "1%", description="smallest difference that matters: a number, or a share as 3%. Source: assumption"
    )
    max_replicates: int = Field(
        10_000, ge=2, le=MOST_REPLICATES, description="most worlds (replicates). Source: convention"
    )


class SharingSetting(Strict):
    """Who brought what: Shapley values of a campaign's plan."""

    by: Literal["channel", "kol"] = Field(
        "channel", description="among whom it is shared out: the plan's channels, or its KOLs. Source: convention"
    )
    metric: list[str] | None = Field(
        None,
        min_length=1,
        description="what is shared out, one metric or several sums: reach, and orders if sold",
    )
    plans: list[Name] | None = Field(None, min_length=1, description="of which plans; all if not given")
    worlds: int = Field(20, ge=2, le=1_000_000, description="in how many worlds (replicates). Source: convention")


class CompareSetting(Strict):
    """How plans are compared."""

    metrics: list[str] = Field(["reach"], min_length=1, description="what is measured. Source: convention")
    decide_by: str | None = Field(None, description="the metric that decides; the first if not given")
    against: str | None = Field(None, description="the plan that the others are compared with; all pairs if not given")
    replicates: int | None = Field(
        None, ge=2, le=MOST_REPLICATES, description="how many worlds (replicates): 1000. Source: convention"
    )
    until: UntilSetting | None = Field(None, description="a stopping rule instead of a number of replicates")
    subject_to: list[str] = Field([], description="conditions on the means, as: reach >= 100")
    confidence: float | None = Field(
        None,
        ge=0.5,
        le=MOST_CONFIDENCE,
        description="of all intervals together: .95, or what until says. Source: convention",
    )
    added_reach: int = Field(
        100, ge=0, le=1_000_000, description="replicates for what each seed adds; 0: none. Source: convention"
    )
    removal: int | None = Field(
        None,
        ge=1,
        le=1_000_000,
        description="worlds in which a campaign's plan with actions is lived again without each account that posts for "
        "it, and without each of its channels, for what these add; none if not given",
    )
    shapley: SharingSetting | None = Field(
        None, description="who brought what in a campaign's plan: its channels, or its KOLs; not told if not given"
    )
    record: list[Literal["accounts", "events"]] = Field(
        [],
        description="what is kept beside the metrics: accounts (how often each was reached), events (who was reached "
        "by whom and when; of a campaign every event). Source: convention",
    )
    record_worlds: int | None = Field(
        None,
        ge=1,
        le=MOST_REPLICATES,
        description="of how many of the first worlds events are kept: of a campaign 20, else all. Source: convention",
    )
    series_every: str | None = Field(
        None,
        max_length=40,
        description="between the times of a campaign's series, as 10 min or tick: 1h. Source: convention",
    )


class CandidatesSetting(Strict):
    """A table of KOLs who can be paid."""

    file: str = Field(min_length=1, description="CSV file: a KOL a row, with followers, topic and quotes")
    starts: str | None = Field(
        None, pattern=r"^\d{4}-\d{2}-\d{2}$", description="the date of day 1, where the table has dates"
    )


class ScenarioFile(Strict):
    """One experiment."""

    name: Name = Field(description="what the experiment is called")
    seed: int | None = Field(None, ge=0, le=2**63 - 1, description="the random seed; drawn once if not given")
    currency: Currency | None = Field(None, description="of all money, as CNY; that of the prices if not given")
    rates: dict[str, RateSetting] = Field({}, description="exchange rates: USD/CNY: {rate: 7.1, date: 2026-01-31}")
    model: dict[str, Any] = Field(description="how content spreads")
    horizon: Any = Field(None, description="how long is simulated, as 7 days or 36 hours; campaign model")
    network: NetworkSetting = Field(description="who follows whom")
    platform: dict[str, Any] | None = Field(None, description="what the feed shows and recommends; campaign model")
    also_on: dict[Name, dict[str, Any]] = Field(
        {}, description="further platforms by name, over the same accounts; campaign model"
    )
    product: dict[str, Any] | None = Field(None, description="what is sold; campaign model")
    audience: dict[Name, dict[str, Any]] = Field({}, description="parts of the audience by name; campaign model")
    occasions: dict[str, Any] | None = Field(
        None, description="what happens in the world: rumours, failures, competitors; campaign model"
    )
    opt_out: Share | None = Field(None, description="accounts that may not be targeted (share); campaign model")
    brand: int | str | None = Field(None, description="the brand's own account (id or label); campaign model")
    candidates: CandidatesSetting | None = Field(None, description="a table of KOLs who can be paid; campaign model")
    content: dict[Name, FeaturedItemSetting] = Field(
        min_length=1, max_length=MOST_ITEMS, description="what is published"
    )
    prices: dict[str, Any] | None = Field(None, description="what accounts cost")
    plans: dict[Name, PlanSetting] = Field(min_length=1, max_length=MOST_PLANS, description="what is compared")
    uncertain: dict[str, UncertainSetting] = Field({}, description="parameters of the world that are not known")
    sweep: SweepSetting | None = Field(None, description="a design of many settings")
    compare: CompareSetting = Field(description="how plans are compared")
