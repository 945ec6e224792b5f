"""A function of the user's own that kernels call, a ranking policy or a response: tried before it is taken in.

Once it is compiled nothing that goes wrong in it can be told: an exception is lost, and a draw that is no function of a
key makes a run that cannot be made again. So it is called in plain Python first, twice on each case.
"""

import ast
import inspect
import re
import textwrap
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def fault_of(function: Callable, cases: Sequence[Any], allowed: Callable[[float], bool], gives: str) -> str:
    """What is wrong with it, in words that go behind its name; "" if nothing was found.

    Args:
        function: it takes a case, a NamedTuple of numbers, and gives a number.
        cases: what it is tried on.
        allowed: whether a number may be given.
        gives: what it gives, as "a policy gives a finite number".

    >>> fault_of(lambda post: 1.0, [(0.0,)], lambda score: score < 2, "a policy gives a small number")
    ''
    """
    from sim.jit import hook

    for case in cases:
        try:
            number, again = function(case), function(case)
        except Exception as error:
            line = _line_of(error, function)
            return f"{f'line {line} ' if line else ''}fails on {_shown(case)}: {type(error).__name__}: {error}"
        if isinstance(number, bool) or not isinstance(number, int | float) or not allowed(number):
            return f"gives {number!r:.80} for {_shown(case)}; {gives}"
        if again != number:
            told = "the same must come each time, or no run can be made again"
            return f"gives {number!r:.80} and then {again!r:.80} for {_shown(case)}; {told}"
    line = _raising(function)
    if line:
        return f"line {line} raises; compiled, an exception is never told: give a number instead"
    try:
        hook(function, cases[0])
    except Exception as error:
        reason = next((line.strip() for line in str(error).splitlines()[1:] if line.strip()), str(error)[:200])
        lines = re.findall(r'File "([^"]+)", line (\d+)', str(error))
        own = [line for file, line in lines if Path(file).name == Path(_file_of(function)).name]
        return f"numba cannot compile {f'line {own[-1]}' if own else 'it'} ({reason[:200]}); use plain arithmetic"
    return ""


def _file_of(function: Callable) -> str:
    """The file in which a function stands, as tracebacks name it; "" if it is not known."""
    return str(getattr(getattr(function, "__code__", None), "co_filename", ""))


def _line_of(error: BaseException, function: Callable) -> int:
    """The last line of the function's own file that the error went through; 0 if there is none."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == _file_of(function)), 0)


def _shown(case: Any) -> str:
    """A case, with those of its numbers that are not 0.

    >>> from typing import NamedTuple
    >>> class Post(NamedTuple):
    ...     age: float
    ...     likes: float
    >>> _shown(Post(0.0, 2.5)), _shown(Post(0.0, 0.0))
    ('Post(likes=2.5)', 'Post(all 0)')
    """
    fields = case._asdict() if hasattr(case, "_asdict") else dict(enumerate(case))
    told = ", ".join(f"{name}={value:g}" for name, value in fields.items() if value != 0)
    return f"{type(case).__name__}({told or 'all 0'})"


def _raising(function: Callable) -> int:
    """The line of its file in which it raises or asserts; 0 if none does, or if its source is not there."""
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        return 0
    found = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Raise | ast.Assert)]
    return first + found[0] - 1 if found else 0
