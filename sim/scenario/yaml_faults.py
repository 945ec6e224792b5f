"""What is wrong with a text that is not YAML: the line that a person would mend, and what to write there."""

import re
from typing import Any, Final, NamedTuple

WIDE: Final = {
    "：": "the full-width colon ：; write : and a blank",
    "，": "the full-width comma ，; write a comma and a blank",
    "\u00a0": "a no-break space (U+00A0); write an ordinary blank",
}
"""Characters that look like YAML's own, and what to write instead."""

LONGEST: Final = 1000
"""So much of a line is looked at."""

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|(^|\s)#.*")
_KEY = re.compile(r":(\s|$)")


class Misread(NamedTuple):
    """Where a text is not YAML (line and column from 1) and why, in words that follow the place."""

    line: int
    column: int
    told: str


def misread(error: Any, text: str) -> Misread | None:
    """What a YAML error of ruamel's is about, or None if it does not say where."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return None
    said = " ".join(str(part) for part in (error.context, error.problem) if part)
    lines = text.splitlines()
    here = min(mark.line, len(lines) - 1)
    before = next((number for number in range(here - 1, -1, -1) if _bare(lines[number]).strip()), here)
    column, lacks = mark.column, False
    if "simple key" in said and error.context_mark is not None:  # the key began there and never had its colon
        here = before = error.context_mark.line
        column, lacks = error.context_mark.column, True
    elif "mapping values" in said and not _is_pair(lines[before]) and not _KEY.search(_bare(lines[here])[:column]):
        here, column, lacks = before, len(lines[before]) - len(lines[before].lstrip()), True
    for number in dict.fromkeys((here, before)):
        found = _looks_alike(lines[number], "flow" in said)
        if found is not None:
            return Misread(number + 1, found + 1, f"is not YAML: it has {WIDE[lines[number][found]]}")
    if lacks:
        word = _bare(lines[here]).strip()
        word = word if len(word) <= 40 else word[:40] + "..."
        why = "has no blank behind its colon" if ":" in word else "has no colon"
        return Misread(here + 1, column + 1, f"is not YAML: `{word}` {why}; write key: value")
    return Misread(mark.line + 1, mark.column + 1, f"is not YAML: {said}")


def _bare(line: str) -> str:
    """The beginning of a line with blanks in the place of what is quoted or behind #."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), line[:LONGEST])


def _is_pair(line: str) -> bool:
    """Whether a line holds a key and its colon."""
    return bool(_KEY.search(_bare(line)))


def _looks_alike(line: str, flow: bool) -> int | None:
    """The place of a character that was meant as YAML's own, or None; in a value such a character is text."""
    text = _bare(line)
    for place, letter in enumerate(text):
        head = text[:place]
        inside = flow or "{" in head or "[" in head
        since = head[max(head.rfind(mark) for mark in "{[,，") + 1 :] if inside else head  # the pair that it stands in
        if letter == "\u00a0" or (letter == "，" and inside) or (letter == "：" and not _KEY.search(since)):
            return place
    return None
