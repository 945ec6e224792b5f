"""The house rules, proven with ``ast`` on every file of ``sim``; each rule is shown to fail on a broken source."""

import ast
import textwrap
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "sim"

LEVELS = [
    ["jit", "border"],
    ["arithmetic", "csr", "randomness", "outcome", "saved", "trying"],
    ["network", "lanes", "levers"],
    ["world", "ranking", "response", "segments"],
    [
        *("generators", "files", "models", "strategies", "metrics", "theory", "estimates", "portrait", "prices"),
        *("binding", "tables"),
    ],
    ["agents", "scenario", "spreading", "results"],
    ["experiment"],
    ["plots", "archive"],
    ["report"],
    ["explorer", "face"],
    ["api", "cli"],
    ["__main__"],
]
"""From the bottom up. A part (a file, or a folder as a whole) imports only from the rows above its own in this list."""

LIBRARIES = {
    "numba": {"jit", "arithmetic", "lanes"},
    "llvmlite": {"arithmetic", "lanes"},
    "networkx": {"network", "generators", "files"},
    "matplotlib": {"plots", "report"},
    "mesa": {"agents"},
    "streamlit": {"explorer"},
    "typer": {"cli"},
    "click": {"cli"},
    "jinja2": {"report"},
    "ruamel": {"scenario"},
    "secrets": {"scenario", "api"},  # a seed that nobody gave is drawn once and recorded
    "random": set(),
    "scipy.stats": {"scenario"},  # half a second to import: only for Sobol points; scipy.special has the quantiles
}
"""Which parts may import which library."""

ALLOCATES = {
    *("zeros", "empty", "ones", "full", "arange", "array", "zeros_like", "empty_like", "ones_like", "full_like"),
    *("concatenate", "append", "copy", "astype", "sort", "argsort", "unique", "repeat", "nonzero", "where", "list"),
    *("linspace", "cumsum", "flatnonzero"),
}
CLOCK = {"time", "time_ns", "perf_counter", "monotonic", "now", "today", "utcnow", "getpid", "id", "hash"}
SAME_BITS = {
    *("generators", "models", "ranking", "strategies", "spreading", "metrics", "prices", "scenario", "world"),
    *("randomness", "binding", "segments"),
}
"""Parts whose numbers decide a result, which must be the same bits on every machine. Not here: ``estimates``,
``theory``, ``portrait`` and ``plots`` tell about results and decide none; ``arithmetic`` is what the others use
instead."""
BY_MACHINE = {
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "power", "pow", "float_power", "cbrt"),
    *("sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "arctan2", "atan", "atan2", "hypot", "gamma", "lgamma"),
    *("erf", "erfc", "geomspace", "logspace", "interp"),
}
"""Functions of math and numpy that come from the C library or from code for some processors."""
IN_ANY_ORDER = {"sum", "mean", "average", "std", "var", "dot", "vdot", "inner", "matmul", "einsum", "nansum", "nanmean"}
"""Sums that numpy takes in an order of its own. ``sum`` is allowed where it says that it adds whole numbers: in
``int(...)`` or with an integer ``dtype``."""
FOREIGN_WORDS = {"node", "nodes", "user", "users", "vertex", "vertices", "influencer", "influencers"}
FOREIGN_WORDS_ALLOWED = {"scenario"}  # it reads YAML, whose parts are called nodes

FILE_LINES, KERNEL_LINES, FUNCTION_LINES = 300, 60, 90
LONGER_FILES = {"network": 432}  # one class: what a network is, and its borders to other forms


def part_of(module: str) -> str:
    """``sim.models.campaign`` belongs to the part ``models``; ``sim`` itself is the face of the package."""
    return module.split(".")[1] if "." in module else ""


def level_of(part: str) -> int:
    if part == "":
        return len(LEVELS)
    for level, parts in enumerate(LEVELS):
        if part in parts:
            return level
    return -1


def imports(tree: ast.AST):
    """(line, imported name, number of dots) of every import, late ones too."""
    for found in ast.walk(tree):
        if isinstance(found, ast.Import):
            for alias in found.names:
                yield found.lineno, alias.name, 0
        elif isinstance(found, ast.ImportFrom):
            for alias in found.names:
                yield found.lineno, f"{found.module or ''}.{alias.name}".strip("."), found.level


def dotted(expression: ast.AST) -> str:
    """``np.random.rand`` of the expression that says so, else an empty string."""
    if isinstance(expression, ast.Name):
        return expression.id
    if isinstance(expression, ast.Attribute):
        before = dotted(expression.value)
        return f"{before}.{expression.attr}" if before else ""
    return ""


def is_kernel(function: ast.AST) -> bool:
    return isinstance(function, ast.FunctionDef) and any(
        dotted(decorator).split(".")[-1] in ("jit", "bare", "leaf", "inner", "inner_leaf", "apart", "njit")
        for decorator in function.decorator_list
    )


def code_lines(function) -> int:
    """Lines of a function without its decorators and its docstring."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


def import_problems(module: str, tree: ast.AST):
    part = part_of(module)
    if level_of(part) < 0:
        yield f"{module}: {part} has no level; give it one in the table of this test and of the documents"
    for line, name, dots in imports(tree):
        where = f"{module}, line {line}"
        if dots:
            yield f"{where}: relative import of {name}; imports are absolute, so that the cache can follow them"
        if name == "sim" or name.startswith("sim."):
            other = part_of(name)
            if other != part and not level_of(other) < level_of(part):
                yield f"{where}: {part or 'sim'} (level {level_of(part)}) imports {name} (level {level_of(other)})"
        for library, allowed in LIBRARIES.items():
            if (name == library or name.startswith(library + ".")) and part not in allowed:
                yield f"{where}: {name}; {library} may be imported only in: {', '.join(sorted(allowed)) or 'no file'}"


def randomness_problems(module: str, tree: ast.AST):
    for found in ast.walk(tree):
        if isinstance(found, ast.Attribute) and dotted(found) in ("np.random", "numpy.random"):
            yield f"{module}, line {found.lineno}: {dotted(found)}; every draw is a function of a key"
        if isinstance(found, ast.ImportFrom) and (found.module or "").startswith("numpy.random"):
            yield f"{module}, line {found.lineno}: numpy.random; every draw is a function of a key"
        targets: list[str] = []
        if isinstance(found, ast.Assign):
            targets = [dotted(target).split(".")[-1] for target in found.targets]
        elif isinstance(found, (ast.AnnAssign, ast.NamedExpr)):
            targets = [dotted(found.target).split(".")[-1]]
        elif isinstance(found, ast.keyword):
            targets = [found.arg or ""]
        if any(target == word or target.endswith("_" + word) for target in targets for word in ("seed", "key")):
            for inner in ast.walk(found.value) if found.value is not None else ():
                if isinstance(inner, ast.Call) and dotted(inner.func).split(".")[-1] in CLOCK:
                    yield f"{module}, line {found.lineno}: {targets[0]} comes from {dotted(inner.func)}"


def kernel_problems(module: str, tree: ast.AST):
    for kernel in filter(is_kernel, ast.walk(tree)):
        where = f"{module}.{kernel.name}"
        if code_lines(kernel) >= KERNEL_LINES:
            yield f"{where}: a kernel of {code_lines(kernel)} lines; allowed: below {KERNEL_LINES}"
        for found in (inner for statement in kernel.body for inner in ast.walk(statement)):
            makes = isinstance(found, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp))
            if isinstance(found, ast.Call):
                name = found.func.attr if isinstance(found.func, ast.Attribute) else dotted(found.func)
                makes = name in ALLOCATES
            if makes:
                yield f"{where}, line {found.lineno}: allocates in a kernel; memory is made once a thread"


def adds_whole_numbers(call: ast.Call, parent: ast.AST | None) -> bool:
    """``int(x.sum())``, ``x.sum(dtype=np.int64)``, or Python's own sum."""
    if isinstance(parent, ast.Call) and dotted(parent.func) == "int" and parent.args == [call]:
        return True
    types = [dotted(word.value) for word in call.keywords if word.arg == "dtype"]
    return any(kind in ("np.int64", "np.uint64") for kind in types)


def same_bits_problems(module: str, tree: ast.AST):
    if part_of(module) not in SAME_BITS:
        return
    parents = {inner: outer for outer in ast.walk(tree) for inner in ast.iter_child_nodes(outer)}
    for found in ast.walk(tree):
        where = f"{module}, line {getattr(found, 'lineno', 0)}"
        library, _, name = dotted(found).rpartition(".") if isinstance(found, ast.Attribute) else ("", "", "")
        if library in ("np", "numpy", "math") and name in BY_MACHINE:
            yield f"{where}: {library}.{name} differs by machine; sim.arithmetic has the same bits everywhere"
        if isinstance(found, (ast.Import, ast.ImportFrom)):
            for _, imported, _ in imports(found):
                start, _, end = imported.rpartition(".")
                if imported.startswith("scipy.special") or (start in ("math", "numpy") and end in BY_MACHINE):
                    yield f"{where}: {imported} differs by machine; sim.arithmetic has the same bits everywhere"
        if isinstance(found, (ast.BinOp, ast.AugAssign)):
            whole = isinstance(found, ast.BinOp) and all(
                isinstance(side, ast.Constant) and isinstance(side.value, int) for side in (found.left, found.right)
            )
            if isinstance(found.op, ast.Pow) and not whole:
                yield f"{where}: a power but of two whole numbers written out; use power of sim.arithmetic"
            if isinstance(found.op, ast.MatMult):
                yield f"{where}: a product of matrices adds in an order that differs by machine"
        if isinstance(found, ast.Call):
            if dotted(found.func) == "pow":
                yield f"{where}: pow differs by machine; use power of sim.arithmetic"
            added = found.func.attr if isinstance(found.func, ast.Attribute) else ""
            if added in IN_ANY_ORDER and not (added == "sum" and adds_whole_numbers(found, parents.get(found))):
                yield f"{where}: {added} adds in an order that differs by machine; use total of sim.arithmetic"


def size_problems(module: str, tree: ast.AST, lines: int):
    allowed = LONGER_FILES.get(module.removeprefix("sim."), FILE_LINES)
    if lines > allowed:
        yield f"{module}: {lines} lines; allowed: {allowed}"
    for found in ast.walk(tree):
        if isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef)) and code_lines(found) > FUNCTION_LINES:
            yield f"{module}.{found.name}: {code_lines(found)} lines; allowed: {FUNCTION_LINES}"


def public_things(tree: ast.Module):
    """Public functions and classes of a module, and the public methods of its classes."""
    for found in tree.body:
        if isinstance(found, (ast.FunctionDef, ast.ClassDef)) and not found.name.startswith("_"):
            yield found
            if isinstance(found, ast.ClassDef):
                yield from (m for m in found.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_"))


def word_problems(module: str, tree: ast.Module):
    if not ast.get_docstring(tree) and module != "sim":
        yield f"{module}: no docstring"
    for thing in public_things(tree):
        if (isinstance(thing, ast.ClassDef) or thing in tree.body) and not ast.get_docstring(thing):
            yield f"{module}.{thing.name}: public and without a docstring"
        names = [thing.name]
        if isinstance(thing, ast.FunctionDef):
            names += [argument.arg for argument in thing.args.args + thing.args.kwonlyargs]
        for name in names if part_of(module) not in FOREIGN_WORDS_ALLOWED else ():
            if FOREIGN_WORDS & set(name.lower().split("_")):
                yield f"{module}.{thing.name}: {name}; the word of this house is account (or KOL)"


def problems(module: str, source: str) -> list[str]:
    """Every rule that this source breaks."""
    tree = ast.parse(source)
    return [
        *import_problems(module, tree),
        *randomness_problems(module, tree),
        *kernel_problems(module, tree),
        *same_bits_problems(module, tree),
        *size_problems(module, tree, len(source.splitlines())),
        *word_problems(module, tree),
    ]


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE.parent).with_suffix("")
        parts = inside.parts[:-1] if path.name == "__init__.py" else inside.parts
        yield ".".join(parts), path


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_the_rules_hold(module, path):
    assert problems(module, path.read_text(encoding="utf-8")) == []


def test_the_levels_name_what_is_there():
    parts = {part_of(module) for module, _ in modules()} - {""}
    assert {"network", "models", "strategies", "scenario", "experiment", "cli"} <= parts
    listed = [part for row in LEVELS for part in row]
    assert len(listed) == len(set(listed))


def test_no_public_name_is_hidden_by_a_module():
    """Importing ``sim.spread`` sets the attribute ``spread`` of the package: a function of that name would be gone."""
    import sim

    names = {module.split(".")[1] for module, _ in modules() if "." in module}
    assert set(sim.__all__) & names == set()


BROKEN = {
    "an import from above": ("sim.network", "from sim.models import model", "imports sim.models.model"),
    "an import from beside": ("sim.strategies.x", "from sim.models import model", "(level 4) imports"),
    "a late import from above": ("sim.world", "def f():\n    'x'\n    import sim.experiment", "imports sim.experiment"),
    "the face of the package": ("sim.spreading", "import sim", "imports sim "),
    "a part without a level": ("sim.helpers", "", "has no level"),
    "a relative import": ("sim.models.x", "from .probabilities import f", "relative import"),
    "networkx inside": ("sim.models.x", "import networkx as nx", "networkx may be imported only in"),
    "matplotlib in the engine": (
        "sim.spreading",
        "from matplotlib import pyplot",
        "matplotlib may be imported only in",
    ),
    "mesa in the engine": ("sim.experiment", "import mesa", "mesa may be imported only in: agents"),
    "streamlit in the command": ("sim.cli", "import streamlit", "streamlit may be imported only in: explorer"),
    "numba past the decorator": ("sim.models.x", "from numba import njit", "numba may be imported only in"),
    "scipy.stats": ("sim.estimates.x", "from scipy.stats import norm", "scipy.stats may be imported only in: scenario"),
    "the standard generator": ("sim.strategies.x", "import random", "random may be imported only in: no file"),
    "the global generator": ("sim.generators.x", "import numpy as np\nx = np.random.rand(3)", "function of a key"),
    "a numpy generator": ("sim.generators.x", "from numpy.random import default_rng", "function of a key"),
    "a seed from the clock": (
        "sim.experiment",
        "import time\nseed = int(time.time_ns())",
        "seed comes from time.time_ns",
    ),
    "a key from an address": ("sim.models.x", "f(run_key=id(f))", "run_key comes from id"),
    "an array made in a kernel": ("sim.models.x", "@jit\ndef _f(n):\n    return np.zeros(n)", "allocates in a kernel"),
    "a list made in a kernel": ("sim.models.x", "@jit\ndef _f(n):\n    return [n]", "allocates in a kernel"),
    "an exponential of numpy": ("sim.generators.x", "import numpy as np\nx = np.exp(y)", "np.exp differs by machine"),
    "a logarithm handed on": ("sim.prices", "import numpy as np\nx = f(np.log2)", "np.log2 differs by machine"),
    "a logarithm of C": ("sim.strategies.x", "import math\nx = math.log(y)", "math.log differs by machine"),
    "one imported by name": ("sim.scenario.x", "from math import log1p", "math.log1p differs by machine"),
    "a quantile of scipy": (
        "sim.generators.x",
        "def f():\n    'x'\n    from scipy.special import ndtri",
        "scipy.special.ndtri differs by machine",
    ),
    "a power": ("sim.prices", "x = followers**exponent", "a power but of two whole numbers"),
    "a power of a fraction": ("sim.models.x", "x = 0.5**3", "a power but of two whole numbers"),
    "a power in place": ("sim.models.x", "x **= y", "a power but of two whole numbers"),
    "a power by a function": ("sim.models.x", "x = pow(y, z)", "pow differs by machine"),
    "a sum by numpy": ("sim.generators.x", "import numpy as np\nx = np.sum(y)", "sum adds in an order"),
    "a sum of an array": ("sim.generators.x", "x = y.sum(axis=1)", "sum adds in an order"),
    "a sum made whole too late": ("sim.generators.x", "x = int(y.sum() / z)", "sum adds in an order"),
    "a mean": ("sim.spreading.x", "x = y.mean()", "mean adds in an order"),
    "a product of matrices": ("sim.metrics.x", "x = y @ z", "a product of matrices"),
    "a long kernel": ("sim.models.x", "@jit\ndef _f(x):\n" + "    x += 1\n" * 60, "allowed: below 60"),
    "a long function": ("sim.models.x", "def _f(x):\n" + "    x += 1\n" * 91, "allowed: 90"),
    "a long file": ("sim.models.x", "x = 1\n" * 301, "lines; allowed: 300"),
    "a public thing unexplained": ("sim.models.x", "def f():\n    pass", "public and without a docstring"),
    "a foreign word": ("sim.metrics.x", "def reach_of(node):\n    'x'", "the word of this house is account"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_found(name):
    module, source, message = BROKEN[name]
    found = problems(module, '"""A module."""\n' + source)
    assert any(message in problem for problem in found), found


def test_what_is_allowed_is_not_reported():
    source = textwrap.dedent('''
        """A model in its own words."""

        import numpy as np

        from sim.jit import jit
        from sim.models.probabilities import edge_probabilities
        from sim.randomness import U, child


        def simulate(world, plan, key, work):
            """One cascade."""
            run_key = child(U(key), U(1))
            return _cascade(world.kernel, run_key, np.zeros(3), edge_probabilities)


        @jit
        def _cascade(world, key, out):
            for i in range(out.shape[0]):
                out[i] = np.float64(child(key, U(i)))
    ''').strip()
    assert problems("sim.models.x", source) == []


def test_what_has_the_same_bits_everywhere_is_not_reported():
    source = textwrap.dedent('''
        """Numbers that decide a result."""

        import math

        import numpy as np

        from sim.arithmetic import exps, log, power, total

        largest = 2**31 - 1
        whole = int(members.sum()) + sum(sizes)
        counts = members.sum(axis=1, dtype=np.int64)
        shares = exps(scores) / total(exps(scores))
        steps = math.ceil(log(0.5) / log(damping)) + math.sqrt(power(x, 0.3)) + np.sqrt(y) * np.cumsum(shares)[-1]
    ''').strip()
    assert problems("sim.generators.x", source) == []
    elsewhere = source + "\nseen = np.exp(x).mean() ** 2"
    assert problems("sim.estimates.x", elsewhere) == []  # it tells about results
    assert len(problems("sim.generators.x", elsewhere)) == 3
