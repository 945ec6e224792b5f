"""Writing out a checked part of a scenario: every default filled in, and noted with what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from sim.scenario.checking import Report
from sim.scenario.choices import CodeReference
from sim.scenario.code import reference
from sim.scenario.scenario import Source
from sim.scenario.tree import Path


@dataclass
class Making:
    """What is gathered while a scenario is made: faults, defaults that were filled in, code that is named."""

    source: Source
    report: Report
    defaults: dict[str, str] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    code: dict[str, CodeReference] = field(default_factory=dict)

    def default(self, path: Path, description: str | None) -> None:
        """Note that the value at a path was filled in."""
        self.defaults["/".join(map(str, path))] = " ".join((description or "").split())

    def written_out(self, model: BaseModel, given: Mapping[str, Any], path: Path) -> dict[str, Any]:
        """The model as plain data; what was not given is noted, and what has no value is left out."""
        whole = model.model_dump(mode="json")
        full = {}
        for name, info in type(model).model_fields.items():
            here = (*path, name)
            if whole.get(name) is None:
                self.optional.add("/".join(map(str, here)))
                self._inner(getattr(model, name), {}, here)
                continue
            full[name] = whole[name]
            if name not in given:
                self.default(here, info.description)
                self._inner(getattr(model, name), {}, here)
            else:
                self._inner(getattr(model, name), given[name], here)
        return full

    def _inner(self, value: Any, given: Any, path: Path) -> None:
        """Defaults inside of a part that was given."""
        if isinstance(value, BaseModel) and isinstance(given, Mapping):
            self.written_out(value, given, path)
        elif isinstance(value, Mapping) and isinstance(given, Mapping):
            for name, inner in value.items():
                self._inner(inner, given.get(name), (*path, name))

    def own_code(self, text: str, path: Path, *, key: bool = False) -> CodeReference | None:
        """The user's own function that a name means, if its file was allowed."""
        try:
            found = reference(text, self.source.folder, self.source.allowed)
        except ValueError as error:
            self.report.add(path, str(error), key=key)
            return None
        self.code[text] = found
        return found
