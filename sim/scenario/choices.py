"""What a scenario says once it is resolved: frozen, every default filled in, ready to be run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

FIRST: Final = "first"
"""The name of the first platform beside those of the further ones."""


@dataclass(frozen=True)
class CodeReference:
    """A function of the user's own file, which the command line allowed.

    Attributes:
        file: the file.
        function: the function's name in it.
        sha256: hash of the file's bytes when the scenario was read.
        text: the reference as the scenario writes it.
    """

    file: Path
    function: str
    sha256: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class ModelChoice:
    """The cascade model: a name of the registry, or the user's own function (``code``), and its parameters."""

    name: str
    parameters: Any
    code: CodeReference | None = None


@dataclass(frozen=True)
class NetworkChoice:
    """Where networks come from: drawn by a generator, or read from a file.

    Attributes:
        generator: name of the generator; None if a file is read.
        preset: the generator's preset, where it has one.
        parameters: the generator's parameters, defaults filled in.
        file: the file or folder that is read.
        reader_options: how the file is read (edge_means, format, directed ...).
        realisations: how many networks are drawn.
        represents: how many people one network stands for; None means one person an account.
    """

    generator: str | None
    preset: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    file: Path | None = None
    reader_options: Mapping[str, Any] = field(default_factory=dict)
    realisations: int = 1
    represents: float | None = None


@dataclass(frozen=True)
class SeedGroup:
    """Seed accounts chosen by one strategy.

    Attributes:
        choose: the strategy's name, or the user's own function.
        parameters: the strategy's parameters.
        count, budget: how many accounts, or how much money; the other one is None.
        item: the content that they publish.
        accounts: the accounts of an explicit list (ids or labels); None for every other strategy.
        platform: the further platform's name on which they publish; None is the first.
    """

    choose: str | CodeReference
    parameters: Any
    count: int | None
    budget: float | None
    item: str
    accounts: tuple[int | str, ...] | None = None
    platform: str | None = None


@dataclass(frozen=True)
class CandidatesChoice:
    """A table of KOLs who can be paid.

    Attributes:
        file: the table.
        rows: its KOLs (:class:`sim.files.candidates.KolRow`).
        sha256: of the file's bytes when the scenario was read.
        starts: the date of day 1, or None where no date is needed.
        unknown: headers of the table that mean nothing here.
        places: the place of each row's platform (0 the first, then the further ones); empty where there is one.
    """

    file: Path
    rows: tuple[Any, ...]
    sha256: str
    starts: date | None = None
    unknown: tuple[str, ...] = ()
    places: tuple[int, ...] = ()

    def on(self, place: int) -> tuple[Any, ...]:
        """The KOLs of one platform, by its place."""
        if not self.places:
            return self.rows if place == 0 else ()
        return tuple(row for row, where in zip(self.rows, self.places, strict=True) if where == place)

    def day_of(self, kol: Any) -> int | None:
        """The day of the campaign from which a KOL is available, or None where nothing is said of it."""
        available = getattr(kol, "available_from", None)
        if available is None or isinstance(available, int) or self.starts is None:
            return available if isinstance(available, int) else None
        return 1 + int((available - self.starts).days)


@dataclass(frozen=True)
class CampaignChoice:
    """What a scenario of the campaign model says beside the model's parameters.

    Attributes:
        days: the horizon.
        platform_fee: what the platform takes on top of a quote (share of it).
        brand: the brand's own account (id or label), or None.
        segments: the parts of the audience by name (:class:`sim.models.campaign.product.Segment`).
        candidates: who can be paid, or None.
        further: the further platforms by name (:class:`sim.scenario.further_choice.FurtherChoice`).
        preset: the first platform's preset, or None.
        listed: whether every account has a price, not only the KOLs who quote one, on each platform by its place.
    """

    days: float
    platform_fee: float = 0.0
    brand: int | str | None = None
    segments: Mapping[str, Any] = field(default_factory=dict)
    candidates: CandidatesChoice | None = None
    further: Mapping[str, Any] = field(default_factory=dict)
    preset: str | None = None
    listed: tuple[bool, ...] = (False,)

    @property
    def platforms(self) -> tuple[str, ...]:
        """The names of all platforms by their places, the first one's before the others."""
        return (FIRST, *self.further)

    def place_of(self, platform: str | None) -> int:
        """The place of a platform's name."""
        return 0 if platform is None else self.platforms.index(platform)

    def preset_on(self, platform: str | None) -> str | None:
        """The preset of a platform by its name, or None."""
        if platform is None or platform == FIRST:
            return self.preset
        return self.further[platform].preset if platform in self.further else None

    def fee_on(self, place: int) -> float:
        """What the platform of this place takes on top of a quote (share of it)."""
        return self.platform_fee if place == 0 else self.further[self.platforms[place]].platform_fee


@dataclass(frozen=True)
class Placed:
    """An action with its place in a plan.

    Attributes:
        action: the action.
        place: the place of the plan's action that it is, or stands in.
        number: its number inside a rule, or None.
    """

    action: Any
    place: int
    number: int | None = None

    @property
    def rule(self) -> int | None:
        """The place of the rule in which it stands, or None."""
        return None if self.number is None else self.place

    @property
    def label(self) -> str:
        """How a ledger names it, as "2 pay" or "3 when ads"; the actions of a plan are counted from 1."""
        return f"{self.place + 1} {'' if self.number is None else 'when '}{self.action.name}"


@dataclass(frozen=True)
class PlanChoice:
    """What a plan does; a classic plan seeds groups of accounts at time 0.

    Attributes:
        seeds: groups of seed accounts.
        budget: what a campaign's plan may cost in all, or None.
        actions: what a campaign's plan does (:mod:`sim.scenario.action_choices`), in the scenario's order.
    """

    seeds: tuple[SeedGroup, ...]
    budget: float | None = None
    actions: tuple[Any, ...] = ()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Its actions one by one, those inside rules too."""
        found = []
        for place, action in enumerate(self.actions):
            if action.name == "when":
                found += [Placed(inner, place, number) for number, inner in enumerate(action.then)]
            else:
                found.append(Placed(action, place))
        return tuple(found)

    @property
    def groups(self) -> tuple[SeedGroup, ...]:
        """All groups of accounts that are chosen: the seeds, and who is paid."""
        return (*self.seeds, *(one.action.group for one in self.placed if one.action.name == "pay"))

    @property
    def items(self) -> tuple[str, ...]:
        """The items that it uses, each once, sorted."""
        used = {group.item for group in self.seeds}
        return tuple(sorted(used.union(*(action.items for action in self.actions))))


@dataclass(frozen=True)
class Uncertain:
    """A parameter of the world that is not known: its range, how it is spread over it, and where that comes from.

    ``keeps_total_with``: the path of another one, or None; this one then takes what keeps the sum of both squares.
    """

    low: float
    high: float
    distribution: str
    source: str
    mode: float | None = None
    keeps_total_with: str | None = None


@dataclass(frozen=True)
class Sweep:
    """A design: its points (``rows``: path -> value), and the kind of design that made them."""

    kind: str = field(compare=False)
    rows: tuple[Mapping[str, Any], ...]
