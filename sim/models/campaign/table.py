"""The one table of the campaign's parameters: equation, unit, default, range, source and mark of each.

It is made from the fields; docs/models.md, docs/odd.md, ``seedcast explain`` and ``uncertain: defaults`` read it. What
no scenario can set stands in :mod:`sim.models.campaign.constants_table`.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sim.models.campaign.effects import Effect
from sim.models.campaign.grounds import Ground
from sim.models.campaign.occasions import Competitor, Failure, Rumour
from sim.models.campaign.out_of_network import OutOfNetwork, OutOfNetworkChange, TrafficPool
from sim.models.campaign.parameters import Parameters
from sim.models.campaign.platform import Change, Further, Platform
from sim.models.campaign.product import Product, Segment
from sim.models.campaign.relations import Relations

GROUPS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "": Parameters,
        "effects": Effect,
        "platform": Platform,
        "platform/out_of_network": OutOfNetwork,
        "platform/pools": TrafficPool,
        "platform/changes": Change,
        "platform/changes/out_of_network": OutOfNetworkChange,
        "also_on": Further,
        "product": Product,
        "audience": Segment,
        "relations": Relations,
        "occasions/rumours": Rumour,
        "occasions/failures": Failure,
        "occasions/competitors": Competitor,
    }
)
"""Every group of parameters, by its path in the model's parameters."""

_UNIT = re.compile(r"\(([^()]*)\)(?=$|[;:.])")
_NO_NUMBERS: Final = {"tuple": "list", "dict": "map", "Literal": "word", "bool": "true or false", "str": "name"}


@dataclass(frozen=True)
class Row:
    """One parameter.

    Attributes:
        path: where it stands in the model's parameters, without the names and places in between: product/quality.
        meaning: what it is, with its unit in brackets.
        unit: the unit alone; for what is no number its kind.
        default: its default; None where it has none.
        needed: whether it must be given.
        source: where the default comes from.
        ground: its equation, mark and range.
    """

    path: str
    meaning: str
    unit: str
    default: Any
    needed: bool
    source: str
    ground: Ground

    @property
    def key(self) -> str:
        """Its name."""
        return self.path.rsplit("/", 1)[-1]


@functools.cache
def table() -> Mapping[str, Row]:
    """All parameters by path.

    >>> row = table()["platform/out_of_network/beta"]
    >>> row.default, row.unit, row.ground.range, row.ground.mark, row.ground.equation
    (1.0, 'exponent', '0 to 2', 'assumption', 'Recommending')
    """
    return MappingProxyType({row.path: row for group in GROUPS for row in _rows(group)})


def of_group(group: str) -> list[Row]:
    """The rows of one group, in the order of its fields."""
    return [row for path, row in table().items() if path.rpartition("/")[0] == group]


def _rows(group: str) -> Iterator[Row]:
    for name, field in GROUPS[group].model_fields.items():
        of_another = group == "also_on" and name in Platform.model_fields
        ground = next((one for one in field.metadata if isinstance(one, Ground)), None)
        if ground is not None and not of_another:
            yield _row(f"{group}/{name}" if group else name, field, ground)


def _row(path: str, field: FieldInfo, ground: Ground) -> Row:
    meaning, _, source = str(field.description).partition(" Source: ")
    unit = _UNIT.search(meaning.rstrip("."))
    needed = field.default is PydanticUndefined
    default = None if needed else field.default
    return Row(path, meaning.rstrip(". "), unit[1] if unit else _kind(field), default, needed, source, ground)


def _kind(field: FieldInfo) -> str:
    """What something is that is no number."""
    told = str(field.annotation)
    return next((kind for word, kind in _NO_NUMBERS.items() if word in told), "")
