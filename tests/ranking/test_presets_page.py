"""The page on a campaign says of each preset what the code says: its tables are made here and compared line by line.

``python tests/ranking/test_presets_page.py`` writes the tables into the page.
"""

import sys
from pathlib import Path

import pytest

from sim.ranking.presets import PRESETS, mapping_rows

PAGE = Path(__file__).parents[2] / "docs" / "campaign.md"


def source_table():
    lines = ["| preset | as of | mark | source |", "|---|---|---|---|"]
    for name, preset in PRESETS.items():
        source = f"as `{preset.inherits}`; {preset.source}" if preset.inherits else preset.source
        lines.append(f"| `{name}` | {preset.date} | {preset.mark} | {source} |")
    return lines


def value_table():
    lines = ["| preset | recency | recommended | ads | assumptions, whatever the mark |", "|---|---|---|---|---|"]
    for name, preset in PRESETS.items():
        fields = preset.platform
        recommended = f"{100 * fields['out_of_network']['share']:g}%"
        assumed = ", ".join(f"`{field}`" for field in preset.assumed)
        lines.append(
            f"| `{name}` | {fields['recency_hours']:g} h | {recommended} | {100 * fields['ad_load']:g}% | {assumed} |"
        )
    return lines


def mapping_table():
    lines = ["| preset | action here | published as | weight |", "|---|---|---|---|"]
    for name, action, told, weight in mapping_rows():
        if action != "dropped":
            lines.append(f"| `{name}` | {action} | {told} | {weight:g} |")
    return lines


def dropped_table():
    """What was published and has no counterpart, a line for each preset."""
    found = {}
    for name, action, told, weight in mapping_rows():
        found.setdefault(name, [])
        if action == "dropped":
            found[name].append(f"{told} ({weight:g})")
    return [
        "| preset | published, without an action here (weight) |",
        "|---|---|",
        *(f"| `{name}` | {'; '.join(parts) or 'nothing'} |" for name, parts in found.items()),
    ]


TABLES = {"sources": source_table, "values": value_table, "mapping": mapping_table, "dropped": dropped_table}


def mark(name):
    return f"<!-- table: {name} -->\n"


def table_after(text, name):
    after = text.partition(mark(name))[2].splitlines()
    return after[: next((i for i, line in enumerate(after) if not line.startswith("|")), len(after))]


@pytest.mark.parametrize("name", list(TABLES))
def test_the_tables_of_presets_are_current(name):
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(mark(name)) == 1
    assert table_after(text, name) == TABLES[name](), f"python {Path(__file__).name} writes it"


def test_every_published_weight_is_told_once():
    from sim.ranking import published

    told = [name for line in mapping_table() + dropped_table() for name in published.X_2026 if name in line]
    assert set(told) == set(published.X_2026)


def write():
    """Write the tables into the page."""
    text = PAGE.read_text(encoding="utf-8")
    for name, made in TABLES.items():
        old = "".join(line + "\n" for line in table_after(text, name))
        text = text.replace(mark(name) + old, mark(name) + "\n".join(made()) + "\n")
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(write())
