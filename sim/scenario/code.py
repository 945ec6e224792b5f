"""The user's own functions: which files may be named, and what a reference to one looks like."""

import ast
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from sim.scenario.choices import CodeReference

_REFERENCE = re.compile(r"([^:\n]+):([^\W\d]\w*)")


def is_reference(text: str) -> bool:
    """Whether a name is meant as ``file.py:function``.

    >>> is_reference("my.py:choose"), is_reference("my:choose"), is_reference("top_followers")
    (True, True, False)
    """
    return bool(_REFERENCE.fullmatch(text))


def reference(text: str, folder: Path, allowed: Sequence[Path]) -> CodeReference:
    """The function that ``my.py:function`` names; ValueError if its file was not allowed or is not there.

    Args:
        folder: the scenario's folder, from which the file is named.
        allowed: the files that the command line allowed.
    """
    match = _REFERENCE.fullmatch(text)
    if not match:
        raise ValueError(f"is {text}; code is named as file.py:function")
    name = match[1] if match[1].endswith(".py") else match[1] + ".py"
    wanted = (folder / name).resolve()
    for file in allowed:
        if file.resolve() == wanted or ("/" not in name and "\\" not in name and file.name == name):
            try:
                content = file.read_bytes()
            except OSError as error:
                raise ValueError(f"is {text}, but {file} cannot be read: {error.strerror}") from None
            return CodeReference(file.resolve(), match[2], hashlib.sha256(content).hexdigest(), text)
    raise ValueError(f"is {text}, which is code of your own; it is run only if you allow it: --allow-code {name}")


def functions_of(code: CodeReference) -> set[str]:
    """The names of the functions at the top of the code's file, which is read and not run; none if it is not Python."""
    try:
        tree = ast.parse(code.file.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
