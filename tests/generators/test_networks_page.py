"""The page on networks shows the numbers that this code gives: its tables are made here and compared line by line.

``python tests/generators/test_networks_page.py`` writes the tables into the page.
"""

import sys
from pathlib import Path

import pytest

from sim.generators import GENERATORS, generate, generator
from sim.generators.kol_communities import Parameters
from sim.generators.kol_presets import PRESETS
from sim.portrait import ROWS, portrait
from sim.randomness import NETWORK, world_key

PAGE = Path(__file__).parents[2] / "docs" / "networks.md"
SHOWN = (
    *("mean_followers", "exponent", "gini", "largest_hub", "reciprocity", "clustering", "assortativity"),
    *("mean_path", "top_decile_posts", "inside"),
)
COLUMNS = [(preset, n) for n in (10_000, 100_000, 1_000_000) for preset in ("twitter", "weibo")]
COLUMNS += [("xiaohongshu", 100_000), ("douyin", 100_000)]


def column(preset, accounts):
    parameters = {"accounts": accounts, "preset": preset}
    found = portrait(generate("kol_communities", parameters, world_key(1, NETWORK)))
    return [f"{preset} {accounts:,}", *(format(found[name], ROWS[name][1]) for name in SHOWN)]


def preset_table():
    lines = [
        "| parameter | " + " | ".join(PRESETS) + " | meaning (unit) | source |",
        "|---|" + "---|" * (len(PRESETS) + 2),
    ]
    filled = [Parameters(accounts=1_000_000, preset=preset) for preset in PRESETS]
    for name, info in Parameters.model_fields.items():
        if name in ("accounts", "preset", "topics"):
            continue
        meaning, _, source = info.description.partition(". Source: ")
        values = " | ".join(f"{getattr(one, name):g}" for one in filled)
        lines.append(f"| `{name}` | {values} | {meaning} | {source} |")
    return lines


def family_table():
    lines = ["| generator | what | parameters |", "|---|---|---|"]
    for name in GENERATORS:
        if name in ("kol_communities", "shipped"):
            continue
        module = generator(name)
        sentence = " ".join(module.__doc__.split("\n\n")[0].split()).removesuffix(".")
        lines.append(f"| `{name}` | {sentence} | " + ", ".join(f"`{p}`" for p in module.Parameters.model_fields) + " |")
    return lines


def table_after(heading):
    text = PAGE.read_text(encoding="utf-8")
    after = text.split(f"<!-- table: {heading} -->\n")[1].splitlines()
    return after[: next((i for i, line in enumerate(after) if not line.startswith("|")), len(after))]


def measured_table():
    columns = [column(*one) for one in COLUMNS]
    words = ["", *(ROWS[name][0].strip() for name in SHOWN)]
    lines = ["| " + " | ".join(row) + " |" for row in zip(words, *columns, strict=True)]
    return [lines[0], "|---|" + "---|" * len(columns), *lines[1:]]


@pytest.mark.parametrize(("heading", "made"), [("presets", preset_table), ("families", family_table)])
def test_the_tables_of_parameters_are_current(heading, made):
    assert table_after(heading) == made()


LARGE = [pytest.param(*one, marks=pytest.mark.verify) if one[1] > 100_000 else one for one in COLUMNS]


@pytest.mark.parametrize(("preset", "accounts"), LARGE)
def test_the_measured_numbers_are_current(preset, accounts):
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table_after("measured")]
    place = cells[0].index(f"{preset} {accounts:,}")
    assert [row[place] for row in cells if not row[0].startswith("---")] == column(preset, accounts)


def write():
    text = PAGE.read_text(encoding="utf-8")
    for heading, made in (("presets", preset_table), ("families", family_table), ("measured", measured_table)):
        mark = f"<!-- table: {heading} -->\n"
        old = "".join(line + "\n" for line in table_after(heading))
        text = text.replace(mark + old, mark + "\n".join(made()) + "\n")
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(write())
