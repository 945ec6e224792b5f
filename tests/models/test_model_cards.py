"""The tables of docs/models.md are those of the code: parameters with defaults and sources, metrics, memory.

``python tests/models/test_model_cards.py`` writes the campaign's tables into the page.
"""

import sys
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from sim.metrics import METRICS
from sim.models import MODELS, model
from sim.models.campaign.occasions import Competitor, Failure, Occasions, Rumour
from sim.models.campaign.parameters import ACTIONS, BASE, BY_FEATURE, BY_FORMAT, Parameters
from sim.models.campaign.platform import Change, Further, OutOfNetwork, Platform, TrafficPool
from sim.models.campaign.product import Product, Segment
from sim.models.campaign.relations import Relations

FILE = Path(__file__).parents[2] / "docs" / "models.md"
PAGE = FILE.read_text(encoding="utf-8")
GROUPS = ("platform", "also_on", "product", "audience", "relations", "occasions")
"""Parameters of the campaign that are groups of others, and have tables of their own."""
NESTED = {
    "platform": Platform,
    "out_of_network": OutOfNetwork,
    "pools": TrafficPool,
    "changes": Change,
    "also_on": Further,
    "product": Product,
    "audience": Segment,
    "relations": Relations,
    "rumours": Rumour,
    "failures": Failure,
    "competitors": Competitor,
}


def shown(value):
    """A default as the page shows it."""
    if value is PydanticUndefined:
        return "needed"
    if isinstance(value, BaseModel):
        return "below"
    if value is None:
        return "none"
    return f"`{value}`"


def rows_of(parameters, left_out=()):
    """One line of the table for each parameter, made from its field."""
    for key, field in parameters.model_fields.items():
        if key not in left_out:
            meaning, _, source = field.description.partition(" Source: ")
            yield f"| `{key}` | {shown(field.default)} | {meaning.rstrip('. ')} | {source or '-'} |"


def parameter_rows(name):
    return list(rows_of(model(name).Parameters, GROUPS if name == "campaign" else ()))


def nested_table(name):
    """A group's parameters; a further platform's, those that the first has not."""
    left_out = Platform.model_fields if name == "also_on" else ()
    return ["| key | default | meaning (unit) | source |", "|---|---|---|---|", *rows_of(NESTED[name], left_out)]


def action_table():
    """The log-odds of each action, and what formats add to them."""
    formats = [name for name in BY_FORMAT if BY_FORMAT[name]]
    lines = ["| action | base | " + " | ".join(formats) + " |", "|---|---|" + "---|" * len(formats)]
    for action in ACTIONS:
        base = f"{BASE[action]:g}"
        added = " | ".join(f"{BY_FORMAT[name].get(action, 0.0):+g}" for name in formats)
        lines.append(f"| {action} | {base} | {added} |")
    return lines


def feature_table():
    lines = ["| feature | log-odds from 0 to 1 | taken from |", "|---|---|---|"]
    from_half = {name: "0" if name == "tone" else ".5" for name in BY_FEATURE}
    return [*lines, *(f"| `{name}` | {value:g} | {from_half[name]} |" for name, value in BY_FEATURE.items())]


def bytes_a_row(array):
    return array.strides[0]


def memory_table():
    """Bytes of one row of each array of the engine, for a campaign of one item and for each further item."""
    from sim.models.campaign import state
    from sim.network import Network

    network = Network.from_edges([0, 1], [1, 2], 3)

    def arrays(items):
        from sim.models.campaign.making import worlds_of
        from sim.world import Item

        return worlds_of(network, Parameters(), (Item(),) * items, 1)[0], state.new_work(3, items + 1)

    (world, work), (world_2, work_2) = arrays(1), arrays(2)
    account = bytes_a_row(world.person) + bytes_a_row(world.segment)
    more = bytes_a_row(world_2.person) - bytes_a_row(world.person)
    post = bytes_a_row(work.post) + bytes_a_row(work.post_key)
    contact = bytes_a_row(work_2.contact) - bytes_a_row(work.contact)
    event = bytes_a_row(work.event) + bytes_a_row(work.event_at)
    pair = bytes_a_row(work.pair) + bytes_a_row(work.pair_count)
    return [
        "| for each | bytes | held by |",
        "|---|---|---|",
        f"| account | {account}, and {more} for each item after the first | the world, once |",
        f"| edge | {bytes_a_row(world.mutual)} | the world, once (beside the network itself) |",
        f"| part of the platform's schedule | {world.scores[0].nbytes:,} | the world, once: its ordinary posts |",
        f"| account | {bytes_a_row(work.row) + len(work.lists) * work.lists.itemsize} | each thread |",
        f"| post, shares too | {post} | each thread |",
        f"| post or ad of the plan | {bytes_a_row(work.tally)} | each thread: its counters |",
        f"| offer that waits | {bytes_a_row(work.offer)} | each thread |",
        f"| account that the campaign has met | {bytes_a_row(work.contact)}, and {contact} for each further item "
        "| each thread |",
        f"| impression, action or lead | {event} | each thread |",
        f"| order | {bytes_a_row(work.order) + bytes_a_row(work.order_key)} | each thread |",
        f"| complaint, or comment that is to be answered | {bytes_a_row(work.case)} | each thread |",
        f"| account and post that it saw, or ad | {2 * pair} | each thread, where posts are recommended or boosted, "
        "or ads bought |",
    ]


TABLES = {
    "actions": action_table,
    "features": feature_table,
    **{name: lambda name=name: nested_table(name) for name in NESTED},
    "memory": memory_table,
}


def metric_rows():
    for metric in METRICS.values():
        of = f", of {metric.denominator}" if metric.denominator else ""
        yield f"| `{metric.name}` | {metric.unit}{of} | {metric.better or '-'} | {metric.description} |"


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def table_after(text, start):
    """The first lines of a table behind a mark."""
    after = text.partition(start)[2].splitlines()
    return after[: next((i for i, line in enumerate(after) if not line.startswith("|")), len(after))]


def mark(name):
    return f"<!-- table: {name} -->\n"


@pytest.mark.parametrize("name", list(MODELS))
def test_the_table_of_parameters(name):
    title = name.replace("_", " ").capitalize()
    head = "| parameter | default | meaning (unit) | source |\n|---|---|---|---|\n"
    rows = parameter_rows(name)
    assert rows
    assert table_after(section(title), head) == rows, "\n".join(["copy these rows:", *rows])


@pytest.mark.parametrize("name", list(TABLES))
def test_the_campaigns_other_tables(name):
    assert PAGE.count(mark(name)) == 1
    assert table_after(PAGE, mark(name)) == TABLES[name](), f"python {Path(__file__).name} writes it"


def test_every_group_of_parameters_has_a_table():
    groups = {key for key, field in Parameters.model_fields.items() if "scenario" in field.description}
    assert groups == {*GROUPS, "represents", "opt_out", "response"} - {"relations"}
    nested = {key for of in (Platform, Occasions) for key in of.model_fields if key in NESTED}
    assert nested | set(GROUPS) - {"occasions"} == set(NESTED)


def test_the_table_of_metrics():
    printed = [line for line in section("Metrics").splitlines() if line.startswith("| `")]
    assert printed == list(metric_rows()), "\n".join(["copy these rows:", *metric_rows()])


def write():
    """Write the tables of the campaign into the page."""
    text = FILE.read_text(encoding="utf-8")
    for name, made in TABLES.items():
        old = "".join(line + "\n" for line in table_after(text, mark(name)))
        text = text.replace(mark(name) + old, mark(name) + "\n".join(made()) + "\n")
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(write())
