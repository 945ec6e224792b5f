"""Generators: (parameters, key) -> Network; one file a generator.

Every generator file has the same names: ``Parameters`` (a pydantic model, extra keys forbidden) and ``generate``. The
same parameters and key give the same bytes, for any number of threads. A generator of people may have ``OF_PEOPLE``,
the parameters that are the same on all platforms of one world, and ``generate_among``, which draws other follows among
them.
"""

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import Any, Final

import numpy as np

from sim.border import sentence_of, shown
from sim.network import Network, NetworkError

GENERATORS: Final = {
    "kol_communities": "sim.generators.kol_communities",
    "erdos_renyi": "sim.generators.erdos_renyi",
    "configuration": "sim.generators.configuration",
    "planted_partition": "sim.generators.planted_partition",
    "barabasi_albert": "sim.generators.barabasi_albert",
    "holme_kim": "sim.generators.holme_kim",
    "watts_strogatz": "sim.generators.watts_strogatz",
    "random_regular": "sim.generators.random_regular",
    "ring": "sim.generators.ring",
    "grid": "sim.generators.grid",
    "complete": "sim.generators.complete",
    "star": "sim.generators.star",
    "path": "sim.generators.path",
    "cycle": "sim.generators.cycle",
    "tree": "sim.generators.tree",
    "shipped": "sim.generators.shipped",
}
"""Names of the generators and the modules that hold them; modules are imported when they are first needed."""


class UnknownGenerator(NetworkError):
    """No generator of this name."""


def generator(name: str) -> ModuleType:
    """The module of a generator.

    >>> generator("kol_communities").__name__
    'sim.generators.kol_communities'
    """
    if not isinstance(name, str) or name not in GENERATORS:
        raise UnknownGenerator(f"there is no generator {shown(name)}; allowed: {', '.join(GENERATORS)}")
    return importlib.import_module(GENERATORS[name])


def generate(name: str, parameters: Mapping[str, Any] | Any, key: int) -> Network:
    """A network of the named generator.

    Args:
        name: a name in :data:`GENERATORS`.
        parameters: the generator's own ``Parameters``, or a map of them.
        key: the key of the realisation, ``world_key(seed, NETWORK, realisation)``.

    Raises:
        UnknownGenerator: no generator of this name.
        NetworkError: a parameter that is not allowed, or parameters that no network can have together.

    >>> generate("kol_communities", {"accounts": 1000}, key=1).account_count
    1000
    """
    module = generator(name)
    if not isinstance(parameters, module.Parameters):
        parameters = checked(name, module.Parameters, dict(parameters))
    return module.generate(parameters, key)


def checked(name: str, model: Any, parameters: dict[str, Any]) -> Any:
    """The generator's ``Parameters``, or one sentence that names the parameter, its value and what is allowed."""
    from pydantic import ValidationError

    fields = model.model_fields
    for key, value in parameters.items():
        if key not in fields:
            raise NetworkError(f"{name} has no parameter {key!r}; allowed: {', '.join(fields)}")
        if isinstance(value, (bool, np.bool_)) and fields[key].annotation is not bool:
            raise NetworkError(f"{name}: {key} is {value}; true and false are not allowed here")
    try:
        return model(**parameters)
    except ValidationError as error:
        place = "/".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        _, wrong = sentence_of(error)
        raise NetworkError(f"{name}: {place} {wrong}" if place else f"{name}: {wrong}") from None
