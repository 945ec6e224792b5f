"""Shares written as people write them: ``62%`` is .62."""

import re
from typing import Any

_PERCENT = re.compile(r"(\.[0-9]+|[0-9]+(\.[0-9]*)?) ?%")


def with_shares(value: Any) -> Any:
    """The same data with every text such as ``62%`` as a number; nothing else is changed.

    >>> with_shares({"margin": "62%", "name": "100% wool", "list": ["5 %", 3]})
    {'margin': 0.62, 'name': '100% wool', 'list': [0.05, 3]}
    """
    if isinstance(value, dict):
        return {key: with_shares(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_shares(inner) for inner in value]
    if isinstance(value, str) and len(value) < 40 and (found := _PERCENT.fullmatch(value)):
        return float(f"{found[1]}e-2")
    return value
