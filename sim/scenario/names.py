"""File names from names that people give."""

import re
import unicodedata

LONGEST = 80
"""Bytes of a file name in UTF-8; a folder's hash and an ending still fit into 255."""

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def file_name(text: str) -> str:
    """A name that every file system takes: letters and digits of any script, in lower case, joined by "-".

    >>> file_name("One star, ten KOCs"), file_name("春季精华上新 50万"), file_name("../../etc"), file_name("CON")
    ('one-star-ten-kocs', '春季精华上新-50万', 'etc', 'con-')
    >>> file_name("!?")
    'unnamed'
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    joined = re.sub(r"[\W_]+", "-", folded).strip("-")
    short = joined.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").strip("-")
    if not short:
        return "unnamed"
    return short + "-" if short in _RESERVED else short
