"""Characters that no name may hold, because names reach terminals, pictures and XML."""

import re
from collections.abc import Iterator
from typing import Any

_PLANES = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_REFUSED = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
"""Control characters (Unicode's Cc), ends of lines and paragraphs, changes of the writing direction, halves of
surrogate pairs (Cs), and code points that are no characters."""

NO_SUCH = "allowed: no control characters, and none that change the direction of writing"


def refused_character(text: str, allowed: str = "") -> str | None:
    """The first character that no name may hold, as an escape in quotes; None if there is none.

    >>> refused_character("春季 é"), refused_character("a\\x1b[2J"), refused_character("a\\u202eb")
    (None, "'\\\\x1b'", "'\\\\u202e'")
    """
    for match in _REFUSED.finditer(text):
        if match[0] not in allowed:
            return ascii(match[0])
    return None


def texts(data: Any) -> Iterator[str]:
    """All texts inside plain data, keys included."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, inner in data.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from texts(inner)
