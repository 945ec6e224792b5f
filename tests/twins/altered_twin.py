"""The campaign's twin with one of its rules changed, for negative controls."""

import functools
import importlib
import sys
import types
from pathlib import Path

PARTS = ("draws", "readiness", "people", "sessions", "posts", "feed", "seats", "opinion", "levers", "community")
PARTS += ("market", "brand", "customers", "platforms", "platform", "asking", "account", "occasions", "telling", "rules")
PARTS += ("campaign",)
"""The twin's files, each after those that it reads."""
SOURCES = {}
for _name in PARTS:
    SOURCES[_name] = Path(importlib.import_module(f"sim.agents.{_name}").__file__).read_text(encoding="utf-8")


@functools.cache
def compiled(name):
    """A file of the twin as it is."""
    return compile(SOURCES[name], f"the twin's {name}", "exec")


def altered(part, old, new):
    """The twin with one change in one of its files: its module of campaigns."""
    assert old in SOURCES[part], f"the twin no longer says {old!r}"
    changed = compile(SOURCES[part].replace(old, new), f"altered {part}", "exec") if old else compiled(part)
    kept = {name: module for name, module in sys.modules.items() if name.startswith("sim.agents")}
    try:
        for name in PARTS[PARTS.index(part) :]:  # those before it do not read it
            whole = f"sim.agents.{name}"
            sys.modules[whole] = types.ModuleType(whole)
            exec(changed if name == part else compiled(name), vars(sys.modules[whole]))
        return sys.modules["sim.agents.campaign"]
    finally:
        sys.modules.update(kept)
