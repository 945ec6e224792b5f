"""The tables of docs/models.md are those of the code: parameters with defaults and sources, metrics, memory.

``python tests/models/test_model_cards.py`` writes the campaign's tables into the page.
"""

import sys
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

from sim.metrics import METRICS
from sim.models import MODELS, model
from sim.models.campaign.constants_table import constants
from sim.models.campaign.grounds import MARKS, Ground, plain
from sim.models.campaign.parameters import ACTIONS, BASE, BY_FEATURE, BY_FORMAT, Parameters
from sim.models.campaign.table import GROUPS, of_group, table
from sim.ranking.fitted import fits
from sim.ranking.presets import PRESETS, preset
from sim.scenario.sources import mark as worth

FILE = Path(__file__).parents[2] / "docs" / "models.md"
PAGE = FILE.read_text(encoding="utf-8")
ODD_FILE = FILE.with_name("odd.md")
ODD = ODD_FILE.read_text(encoding="utf-8")
HEAD = ["| parameter | default | range | meaning (unit) | equation | source | mark |", "|---|---|---|---|---|---|---|"]
CLASSIC = ["| parameter | default | meaning (unit) | source |", "|---|---|---|---|", ""]
NESTED = {path.rpartition("/")[2]: path for path in GROUPS if path}
"""Groups of the campaign's parameters, by the mark of their table."""


def shown(value):
    """A default as the page shows it."""
    return "none" if value is None else f"`{value}`"


def rows_of(parameters):
    """One line of the table for each parameter of a classic model, made from its field."""
    for key, field in parameters.model_fields.items():
        meaning, _, source = field.description.partition(" Source: ")
        yield f"| `{key}` | {shown(field.default)} | {meaning.rstrip('. ')} | {source or '-'} |"


def campaign_rows(group):
    """One line for each parameter of a group of the campaign's."""
    for row in of_group(group):
        default = "needed" if row.needed else shown(row.default)
        cells = (
            f"`{row.key}`",
            default,
            row.ground.range,
            row.meaning,
            row.ground.equation,
            row.source,
            row.ground.mark,
        )
        yield f"| {' | '.join(cells)} |"


def parameter_rows(name):
    return list(campaign_rows("")) if name == "campaign" else list(rows_of(model(name).Parameters))


def nested_table(name):
    """A group's parameters; a further platform's are those that the first has not."""
    return [*HEAD, *campaign_rows(NESTED[name])]


def constants_table():
    """What no scenario sets, but for what stands in the tables of actions and features."""
    lines = ["| constant | value | meaning (unit) | equation | source | mark |", "|---|---|---|---|---|---|"]
    others = [one for one in constants() if not one.name.startswith(("BASE.", "BY_FORMAT.", "BY_FEATURE."))]
    return [*lines, *(f"| `{one.name}` | {' | '.join(one[1:])} |" for one in others)]


def evidence_table():
    """Each equation of the protocol: what enters it, by how sure it is."""
    columns = (("published", "fitted"), ("weak",), ("assumption",), ("input",))
    lines = ["| equation | published or fitted | weak | assumption | chosen |", "|---|---|---|---|---|"]
    found = [(row.ground.equation, row.ground.mark, told_in_odd(row)) for row in table().values()]
    found += [(one.equation, one.mark, f"{one.name} {one.value}") for one in constants() if " " not in one.value]
    for equation in dict.fromkeys(one for one, _, _ in found):
        cells = [", ".join(text for of, mark, text in found if of == equation and mark in marks) for marks in columns]
        lines.append(f"| {equation} | {' | '.join(cell or '-' for cell in cells)} |")
    return lines


def told_in_odd(row):
    number = not row.needed and isinstance(row.default, int | float) and not isinstance(row.default, bool)
    return f"`{row.path}`" + (f" {plain(row.default)} ({row.ground.range})" if number else "")


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
    "constants": constants_table,
    "memory": memory_table,
}


def metric_rows():
    """A line for each metric, and one for all metrics of one measure by group."""
    for metric in METRICS.values():
        of = f", of {metric.denominator}" if metric.denominator else ""
        about = f"{metric.unit}{of} | {metric.better or '-'}"
        alike = [other for other in METRICS.values() if metric.measure and row_of(other) == row_of(metric)]
        if len(alike) < 2:
            yield f"| `{metric.name}` | {about} | {metric.description} |"
        elif metric is alike[0]:
            groups = list(dict.fromkeys(f"`{without_rule(other)}`" for other in alike))
            rules = " with `_last_touch`, `_first_touch` or `_linear`" if len(groups) < len(alike) else ""
            yield f"| `{metric.measure}_by_` ... | {about} | {metric.what}; by {', '.join(groups)}{rules} |"


def without_rule(metric):
    """The kind of group, without the rule by which something is credited."""
    return metric.group.partition("_")[0]


def row_of(metric):
    """What is the same of all metrics in one line of the table."""
    return metric.measure, "_" in metric.group


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
    head = "\n".join([*HEAD, ""] if name == "campaign" else CLASSIC)
    rows = parameter_rows(name)
    assert rows
    assert table_after(section(title), head) == rows, "\n".join(["copy these rows:", *rows])


@pytest.mark.parametrize("name", list(TABLES))
def test_the_campaigns_other_tables(name):
    assert PAGE.count(mark(name)) == 1
    assert table_after(PAGE, mark(name)) == TABLES[name](), f"python {Path(__file__).name} writes it"


def test_the_protocol_says_what_each_equation_rests_on():
    assert ODD.count(mark("evidence")) == 1
    assert table_after(ODD, mark("evidence")) == evidence_table(), f"python {Path(__file__).name} writes it"


def inner_models(annotation):
    """The models inside of an annotation, such as tuple[Rumour, ...]."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for part in typing.get_args(annotation) for one in inner_models(part)]


def test_every_parameter_has_its_equation_range_and_mark():
    known, waiting = set(GROUPS.values()), [Parameters]
    reached = {Parameters}
    while waiting:
        model = waiting.pop()
        for name, field in model.model_fields.items():
            inside = inner_models(field.annotation)
            waiting += [one for one in inside if one not in reached]
            reached.update(inside)
            if not inside:
                assert any(isinstance(one, Ground) for one in field.metadata), f"{model.__name__}.{name} has no Ground"
    assert {one for one in reached if {*one.model_fields} - {"rumours", "failures", "competitors", *ACTIONS}} == known


@pytest.mark.parametrize("path", list(table()))
def test_the_six_things_of_each_parameter(path):
    row = table()[path]
    ground = row.ground
    assert f"**{ground.equation}.**" in ODD or f"*{ground.equation}*" in ODD
    assert row.unit
    assert row.meaning
    assert row.source or ground.mark == "input"
    assert ground.mark in MARKS
    if ground.low is None:
        assert ground.words
    else:
        assert ground.low < ground.high
        assert row.needed or row.default is None or ground.low <= row.default <= ground.high
    assert (worth(row.source) == "weak") == (ground.mark in ("weak", "assumption"))
    assert (row.source.startswith("fitted")) == (ground.mark == "fitted")


def test_what_was_fitted_is_marked_so_and_lies_in_the_range():
    values = [(key, value) for own in fits()["preset"].values() for key, value in own.items() if key != "product"]
    values += [(f"product/{key}", one) for own in fits()["preset"].values() for key, one in own["product"].items()]
    assert {key for key, _ in values} == {path for path, row in table().items() if row.ground.mark == "fitted"}
    assert not [(key, value) for key, value in values if table()[key].ground.beyond(value)]


def test_what_presets_say_lies_in_the_ranges():
    assert Ground("Time", "input", 0, 1).beyond(1.5)
    for name in PRESETS:
        found = preset(name)
        outside = found.platform.get("out_of_network", {})
        pools = found.platform.get("pools", ())
        told = {f"platform/{key}": value for key, value in found.platform.items()}
        told |= {f"platform/out_of_network/{key}": value for key, value in outside.items()}
        told |= {f"platform/pools/{key}": value for pool in pools for key, value in pool.items()}
        told |= {key: value for key, value in found.parameters.items() if key != "product"}
        wrong = {key: one for key, one in told.items() if key in table() and table()[key].ground.beyond(one)}
        assert not wrong, name


def test_the_table_of_metrics():
    printed = [line for line in section("Metrics").splitlines() if line.startswith("| `")]
    assert printed == list(metric_rows()), "\n".join(["copy these rows:", *metric_rows()])


def write():
    """Write the tables of the campaign into the page."""
    text = FILE.read_text(encoding="utf-8")
    for name, made in TABLES.items():
        text = with_table(text, mark(name), made())
    printed = [line for line in section("Metrics").splitlines() if line.startswith("| `")]
    assert "\n".join(printed) in text
    text = text.replace("\n".join(printed), "\n".join(metric_rows()))
    FILE.write_text(with_table(text, HEAD[0] + "\n", [*HEAD[1:], *parameter_rows("campaign")]), encoding="utf-8")
    ODD_FILE.write_text(with_table(ODD, mark("evidence"), evidence_table()), encoding="utf-8")


def with_table(text, start, lines):
    """The text with these lines in the place of those of the first table behind a mark."""
    old = "".join(line + "\n" for line in table_after(text, start))
    return text.replace(start + old, start + "\n".join(lines) + "\n", 1)


if __name__ == "__main__":
    sys.exit(write())
