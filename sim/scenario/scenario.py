"""A scenario: what a file says, resolved, checked and frozen."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.scenario.choices import (
    CampaignChoice,
    CodeReference,
    ModelChoice,
    NetworkChoice,
    PlanChoice,
    Sweep,
    Uncertain,
)
from sim.scenario.compare_choices import Compare
from sim.scenario.tree import Node
from sim.world import Item


@dataclass(frozen=True)
class Source:
    """What a scenario was made from; two scenarios that say the same are equal wherever they came from.

    Attributes:
        data: the file's data after ``extends``, before defaults.
        tree: the same with places.
        folder: where paths start.
        file: the scenario file, or None.
        allowed: the user's own files that may be named.
        code: their functions that are named.
        defaults: what was filled in: path -> what it means and where it comes from.
        optional: paths that may be given but have no value.
    """

    data: Mapping[str, Any]
    tree: Node
    folder: Path
    file: Path | None = None
    allowed: tuple[Path, ...] = ()
    code: tuple[CodeReference, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scenario:
    """One experiment. Make one with :func:`sim.scenario.load`.

    Attributes:
        name: what it is called.
        seed: the random seed, 0 to 2**63 - 1; drawn once from the system if the file gave none.
        currency: of all money, or None where no money is named.
        model, network, content, plans, uncertain, sweep, compare: see :mod:`sim.scenario.choices`.
        prices: a :class:`sim.prices.PriceSetting` with its exchange rate, or None.
        campaign: what a scenario of the campaign model says beside the model's parameters; None for classic models.
        rates: exchange rates and their dates, as given.
        full: the file with every default filled in (plain data).
        seed_given: whether the file gave the seed.
        source: what it was made from.
    """

    name: str
    seed: int
    currency: str | None
    model: ModelChoice
    network: NetworkChoice
    content: Mapping[str, Item]
    prices: Any
    plans: Mapping[str, PlanChoice]
    uncertain: Mapping[str, Uncertain]
    sweep: Sweep | None
    compare: Compare
    campaign: CampaignChoice | None
    rates: Mapping[str, Any]
    full: Mapping[str, Any] = field(repr=False)
    seed_given: bool = field(compare=False)
    source: Source = field(compare=False, repr=False)

    @property
    def code(self) -> tuple[CodeReference, ...]:
        """The functions of the user's own files that this scenario names."""
        return self.source.code

    @property
    def file(self) -> Path | None:
        """The scenario file, or None."""
        return self.source.file

    @property
    def folder(self) -> Path:
        """Where the scenario's paths start."""
        return self.source.folder

    @property
    def defaults(self) -> Mapping[str, str]:
        """What was filled in: path -> what it means and where it comes from."""
        return self.source.defaults

    def resolved(self) -> dict[str, Any]:
        """The scenario as plain data with every default filled in; loading it gives an equal scenario."""
        return copy.deepcopy(dict(self.full))

    def resolved_yaml(self) -> str:
        """The same as YAML; behind each default stands what it means and where it comes from."""
        from sim.scenario.yaml_out import to_yaml

        title = f"# {self.name}: every default filled in.\n"
        return title + to_yaml(self.full, self.defaults)

    def with_values(self, values: Mapping[str, Any]) -> "Scenario":
        """The scenario with other values at some places ("model/independent_cascade/probability"), checked again.

        The result is one point of the design: it has the same seed and no ``sweep``.
        """
        from sim.scenario.points import with_values

        return with_values(self, values)

    def design_points(self) -> list[dict[str, Any]]:
        """The sweep's design points as maps of path and value; one empty map without a sweep."""
        return [dict(row) for row in self.sweep.rows] if self.sweep else [{}]

    def uncertain_draws(self, count: int) -> list[dict[str, Any]]:
        """Joint draws of the uncertain parameters: a keyed Latin hypercube of ``count`` points."""
        from sim.scenario.points import uncertain_draws

        return uncertain_draws(self, count)

    def __hash__(self) -> int:
        return hash((self.name, self.seed))
