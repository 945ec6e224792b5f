"""The tables of docs/models.md are those of the code: parameters with defaults and sources, metrics, baseline."""

from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from sim.metrics import METRICS
from sim.models import MODELS, model

PAGE = (Path(__file__).parents[2] / "docs" / "models.md").read_text(encoding="utf-8")


def parameter_rows(name):
    """One line of the table for each parameter, made from its field."""
    for key, field in model(name).Parameters.model_fields.items():
        assert field.default is not PydanticUndefined
        meaning, source = field.description.split(" Source: ")
        yield f"| `{key}` | `{field.default}` | {meaning.rstrip('. ')} | {source} |"


def metric_rows():
    for metric in METRICS.values():
        of = f", of {metric.denominator}" if metric.denominator else ""
        yield f"| `{metric.name}` | {metric.unit}{of} | {metric.better or '-'} | {metric.description} |"


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", list(MODELS))
def test_the_table_of_parameters(name):
    title = name.replace("_", " ").capitalize()
    printed = [line for line in section(title).splitlines() if line.startswith("| `")]
    assert printed == list(parameter_rows(name)), "\n".join(["copy these rows:", *parameter_rows(name)])


def test_the_table_of_metrics():
    printed = [line for line in section("Metrics").splitlines() if line.startswith("| `")]
    assert printed == list(metric_rows()), "\n".join(["copy these rows:", *metric_rows()])
