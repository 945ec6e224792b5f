"""What was fitted: fitted.toml beside this file, which ``make calibrate`` writes (docs/calibration.md)."""

import copy
import functools
import tomllib
from pathlib import Path
from typing import Any

FALLBACK = "x_2026"
"""Its values are taken where neither a preset nor what it inherits from was fitted."""


@functools.cache
def fits() -> dict[str, Any]:
    """The whole file: date, seed, loss, the values by preset, the targets; nothing if there is none."""
    place = Path(__file__).with_name("fitted.toml")
    return tomllib.loads(place.read_text(encoding="utf-8")) if place.exists() else {}


def fitted(name: str, inherits: str | None) -> dict[str, Any]:
    """Fitted parameters of the campaign model for a preset (a copy): its own, its parent's, or those of x_2026."""
    found = fits().get("preset", {})
    return copy.deepcopy(found.get(name) or found.get(inherits) or found.get(FALLBACK) or {})
