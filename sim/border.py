"""What is let in at the borders: values of a network, settings of a part, and the words for what is not."""

from collections.abc import Mapping
from typing import Any, TypeGuard

import numpy as np


class NetworkError(ValueError):
    """A network that cannot be made from what was given; the message says where, what and what is allowed."""


def checked_probabilities(values: Any, count: int) -> np.ndarray:
    """``count`` probabilities as float64, or a :class:`NetworkError` that names the first bad one."""
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "iuf":
            raise TypeError
    except (TypeError, ValueError, OverflowError):
        raise NetworkError("the edges' values are not numbers; allowed: probabilities from 0 to 1") from None
    if array.ndim != 1 and array.size:
        raise NetworkError(f"the edges' values have the shape {array.shape}; allowed: one row, a number an edge")
    array = np.asarray(array.reshape(-1), dtype=np.float64)
    if len(array) != count:
        raise NetworkError(f"{counted(len(array), 'value')} for {counted(count, 'edge')}")
    bad = np.flatnonzero(~((array >= 0) & (array <= 1)))
    if len(bad):
        raise NetworkError(f"the value of edge {bad[0]} is {array[bad[0]]}; allowed: a probability from 0 to 1")
    return array


def is_whole(value: Any) -> TypeGuard[int]:
    """A whole number; true and false are none.

    >>> is_whole(3), is_whole(True), is_whole(3.0)
    (True, False, False)
    """
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def checked_ids(word: str, values: Any) -> np.ndarray:
    """Account ids as one row of whole numbers; ``word`` names them in messages."""
    try:
        ids = np.asarray(values)
    except ValueError:  # rows of different lengths
        ids = np.asarray(None)
    if ids.ndim != 1 or (len(ids) and ids.dtype.kind not in "iu"):
        raise NetworkError(f"the {word}s are {shown(values)}; allowed: one row of whole numbers, an account id each")
    return ids


def counted(count: int, word: str) -> str:
    """A number and its word.

    >>> counted(1, "edge"), counted(1200, "edge")
    ('1 edge', '1,200 edges')
    """
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def shown(value: Any, most: int = 80) -> str:
    """A value in an error message: on one line, and cut where it is long.

    >>> shown(1.5), shown([1] * 1000, 12)
    ('1.5', '[1, 1, 1, 1…')
    """
    if isinstance(value, np.ndarray) and value.ndim:
        return f"an array of {value.dtype} of the shape {value.shape}"
    if isinstance(value, np.generic):
        value = value.item()
    text = " ".join(repr(value).split())
    return text if len(text) <= most else text[: most - 1] + "…"


ALLOWED: Mapping[str, str] = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of at most 64 bits",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a map",
    "none_required": "left out",
    "greater_than_equal": "at least {ge:.15g}",
    "greater_than": "above {gt:.15g}",
    "less_than_equal": "at most {le:.15g}",
    "less_than": "below {lt:.15g}",
    "literal_error": "{expected}",
    "is_instance_of": "an array",
    "model_type": "a map",
    "model_attributes_type": "a map",
    "multiple_of": "a multiple of {multiple_of:.15g}",
}
"""What pydantic would have taken, in words that follow "it must be"."""


LIMITS = ("greater_than_equal", "greater_than", "less_than_equal", "less_than")


def sentence_of(error: Any) -> tuple[str, str]:
    """The first setting that a pydantic ``ValidationError`` is about, and what is wrong with it in our own words.

    Returns:
        The setting's name (empty if the fault lies between settings) and words that follow it. A setting that may be
        of several kinds gets one sentence with all of them.

    >>> import pydantic
    >>> class Parameters(pydantic.BaseModel):
    ...     accounts: int = pydantic.Field(ge=1)
    >>> try:
    ...     Parameters(accounts=0)
    ... except pydantic.ValidationError as error:
    ...     sentence_of(error)
    ('accounts', 'is 0; it must be at least 1')
    """
    faults = error.errors(include_url=False)
    name = str(faults[0]["loc"][0]) if faults[0]["loc"] else ""
    about = [fault for fault in faults if fault["loc"][:1] == faults[0]["loc"][:1]]
    kind = about[0]["type"]
    if kind == "missing":
        return name, "is missing"
    if kind == "extra_forbidden":
        return name, "is not a known parameter"
    if kind in ("value_error", "assertion_error"):
        said = str(about[0].get("ctx", {}).get("error", about[0]["msg"]))
        return name, f"is {shown(about[0]['input'])}; {said}" if name else said
    value = about[0]["input"]
    if isinstance(value, (float, np.floating)) and value != value:
        return name, "is nan, which is not a number"
    limits = [fault for fault in about if fault["type"] in LIMITS]
    phrases = dict.fromkeys(_allowed(fault) for fault in limits or about)  # a number out of its range: the range
    return name, f"is {shown(value)}; it must be {', or '.join(phrases)}"


def _allowed(fault: Mapping[str, Any]) -> str:
    """What one fault of pydantic's would have taken."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in ALLOWED:
        try:
            return ALLOWED[kind].format(**context).replace("'", "")
        except ValueError:  # a limit that is not a number
            return ALLOWED[kind].replace(":.15g", "").format(**context)
    if context.get("min_length") == 1:
        return "not empty"
    if "min_length" in context or "max_length" in context:
        end = "at least {min_length}" if "min_length" in context else "at most {max_length}"
        return f"of {end.format(**context)} entries"
    message = str(fault["msg"]).removeprefix("Input should be ").removeprefix("a valid ")
    return message[:1].lower() + message[1:]
