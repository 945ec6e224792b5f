"""A first scenario for somebody who has none: commented, ready to run, with a schema that editors find."""

import os
from pathlib import Path

from sim.scenario.errors import Fault, Place, ScenarioError

SCHEMA_FILE = "seedcast.schema.json"
"""The schema's file, beside the scenarios or in a folder above them."""
LEVELS = 3
"""How many folders above a scenario the schema is looked for in."""

_TEXT = """\
# yaml-language-server: $schema={schema}
# One file is one experiment. `seedcast validate FILE` checks it, `seedcast explain FILE` says what it will do,
# `seedcast compare FILE` does it.

name: {name}
seed: 1                              # the same seed gives the same numbers; leave it out and one is drawn and recorded

# How content spreads: each share reaches each follower with this probability.
model: {{independent_cascade: {{probability: .05}}}}

# Who follows whom: a network of {accounts} accounts with KOLs and communities, drawn anew for each seed.
# A real one instead: {{file: follows.csv, edge_means: follows}}
network: {{generator: kol_communities, accounts: {accounts}}}

# What is published; quality .5 leaves the probability as it is.
content:
  post: {{quality: .5}}

# What is compared. Each plan seeds accounts; the worlds are the same for all plans.
plans:
  one star:
    seeds: {{choose: top_followers, count: 1}}
  ten ordinary:
    seeds: {{choose: at_random, count: 10}}

# What is measured, and in how many worlds. Instead of a number of worlds, a rule that stops when it is decided:
#   until: {{confidence: .95, matters: 3%, max_replicates: 20000}}
compare:
  metrics: [reach, depth]
  replicates: 500
"""


def schema_beside(path: Path) -> str:
    """The schema's path as seen from where a scenario lies: one that is there already, else one beside it."""
    folder = path.resolve().parent
    for above in [folder, *folder.parents][: LEVELS + 1]:
        if (above / SCHEMA_FILE).is_file():
            return Path(os.path.relpath(above / SCHEMA_FILE, folder)).as_posix()
    return SCHEMA_FILE


def starter(path: str | Path) -> str:
    """The text of a first scenario for a file at this path.

    >>> starter("my first.yaml").splitlines()[4]
    'name: my first'
    """
    from sim.scenario.yaml_out import word

    path = Path(path)
    name = " ".join(path.stem.split()) or "my first"
    return _TEXT.format(schema=schema_beside(path), name=word(name), accounts=2000)


def write_starter(path: str | Path) -> list[Path]:
    """Write a first scenario, and the schema beside it if none is found; what was written.

    Raises :class:`ScenarioError` if the file is there already, or cannot be written.
    """
    from sim.scenario.draft7 import json_schema_text

    path = Path(path)
    written = []
    try:
        text = starter(path)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        written.append(path)
        schema = path.parent / schema_beside(path)
        if not schema.is_file():
            schema.write_text(json_schema_text(), encoding="utf-8", newline="\n")
            written.append(schema)
    except FileExistsError:
        raise ScenarioError(Fault(Place(str(path)), "", "is there already; choose another name")) from None
    except (OSError, ValueError) as error:
        problem = f"cannot be written: {getattr(error, 'strerror', None) or error}"
        raise ScenarioError(Fault(Place(str(path)), "", problem)) from None
    return written
