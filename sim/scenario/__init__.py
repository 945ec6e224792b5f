"""Scenario files: YAML to a resolved, checked, frozen scenario; what it will do, in sentences; its schema.

The parts, each one idea: text to a tree with places (:mod:`yaml_text`, :mod:`tree`), reading and ``extends``
(:mod:`load`), keys and ranges (:mod:`schema`, :mod:`checking`), each part of a scenario made and written out
(:mod:`world_parts`, :mod:`plan_parts`, :mod:`compare_parts`, :mod:`design`, put together by :mod:`resolve`), values
and points (:mod:`points`), words (:mod:`explain`), and what editors need (:mod:`draft7`, :mod:`starter`).
"""

from typing import Any

from sim.scenario.choices import CodeReference, ModelChoice, NetworkChoice, PlanChoice, SeedGroup, Sweep, Uncertain
from sim.scenario.compare_choices import Compare, Condition, Matters, Until
from sim.scenario.errors import Fault, Place, ScenarioError
from sim.scenario.explain import explain
from sim.scenario.explain_parameters import parameter_lines
from sim.scenario.explain_prices import columns_not_read
from sim.scenario.load import from_dict, from_text, load
from sim.scenario.names import file_name
from sim.scenario.scenario import Scenario
from sim.scenario.starter import starter, write_starter

__all__ = [
    "CodeReference",
    "Compare",
    "Condition",
    "Fault",
    "Matters",
    "ModelChoice",
    "NetworkChoice",
    "Place",
    "PlanChoice",
    "Scenario",
    "ScenarioError",
    "SeedGroup",
    "Sweep",
    "Uncertain",
    "Until",
    "columns_not_read",
    "explain",
    "file_name",
    "from_dict",
    "from_text",
    "json_schema",
    "load",
    "parameter_lines",
    "starter",
    "write_starter",
]


def json_schema() -> dict[str, Any]:
    """The scenario file as JSON Schema draft 7, for editors."""
    from sim.scenario.draft7 import json_schema as made

    return made()
