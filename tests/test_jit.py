"""What the cache of compiled kernels promises, on the whole package: the first call in a process, the second process,
an edited helper; and that the guard over all tests sees every kernel.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
import textwrap
import types
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import compiled_signatures, repeated_signatures

ROOT = Path(__file__).parents[1]
CASCADE = """
    import json, sys, time
    sys.path.insert(0, {folder!r})
    import sim, numpy as np
    from sim.models import model
    from sim.network import Network
    from sim.spreading import spread_sizes
    from sim.world import plan_of_seeds
    started = time.perf_counter()
    assert sim.__file__.startswith({folder!r})
    ids = np.arange(999)
    network = Network.from_edges(ids, ids + 1, 1000)
    module = model("independent_cascade")
    world = module.prepare(network, module.Parameters(probability=0.9))
    sizes = spread_sizes(world, plan_of_seeds([0], network), seed=1, purpose=1, replicates=50, threads=1)
    took = time.perf_counter() - started

    from numba.core.dispatcher import Dispatcher
    compiled, seen = {{}}, set()
    for name in [n for n in sys.modules if n == "sim" or n.startswith("sim.")]:
        for thing in vars(sys.modules[name]).values():
            if isinstance(thing, Dispatcher) and thing.signatures and id(thing) not in seen:
                seen.add(id(thing))
                key = thing.py_func.__module__ + "." + thing.py_func.__name__
                compiled[key] = sum(thing.stats.cache_misses.values())
    print(json.dumps([sizes.tolist(), compiled, took]))
"""


def spread(folder, cache):
    """Sizes of fifty cascades in a process of its own, which kernels it compiled, and its seconds."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CASCADE.format(folder=str(folder)))],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "SEEDCAST_CACHE": str(cache)},
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def compiled_files(cache):
    return {(str(f.relative_to(cache)), f.stat().st_mtime_ns) for f in cache.rglob("*") if f.suffix in (".nbi", ".nbc")}


@pytest.fixture
def copy(tmp_path):
    """A copy of the whole package, to be edited."""
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "sim", tmp_path / "copy" / "sim", ignore=skip)
    return tmp_path / "copy"


def edited(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.verify
def test_the_second_process_compiles_nothing_and_an_edited_helper_changes_the_results(copy, tmp_path):
    cache = tmp_path / "cache"
    sizes, first, cold = spread(copy, cache)
    assert sum(first.values()) > 0
    files = compiled_files(cache)
    assert files
    again, second, warm = spread(copy, cache)
    assert again == sizes
    assert {name: missed for name, missed in second.items() if missed} == {}
    assert set(second) <= set(first)  # what lies inside of a kernel that was loaded is not loaded again
    assert compiled_files(cache) == files  # neither new nor written again
    print(f"cold {cold:.1f} s, warm {warm:.1f} s")
    assert warm < cold / 2

    other = copy / "sim" / "metrics" / "__init__.py"  # no kernel here imports it
    other.write_text(other.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    again, third, _ = spread(copy, cache)
    assert (again, sum(third.values())) == (sizes, 0)
    assert compiled_files(cache) == files

    helper = copy / "sim" / "randomness.py"
    edited(helper, "return z ^ (z >> U(31))", "return z ^ (z >> U(29))")  # the draws of kernels are others now
    changed, fourth, _ = spread(copy, cache)
    assert changed != sizes
    cascade = {name: missed for name, missed in fourth.items() if name.startswith("sim.models.independent_cascade.")}
    assert cascade
    assert all(cascade.values())  # they see the helper
    assert not any(missed for name, missed in fourth.items() if name.startswith("sim.arithmetic."))  # these do not
    assert compiled_files(cache) > files  # beside the old ones, which stay

    edited(helper, "return z ^ (z >> U(29))", "return z ^ (z >> U(31))")
    before = compiled_files(cache)
    back, fifth, _ = spread(copy, cache)
    assert (back, sum(fifth.values())) == (sizes, 0)  # the old kernels are found again
    assert compiled_files(cache) == before


# -- one signature a kernel: the guard in conftest.py looks at what modules hold, so kernels must lie there


def decorated(text):
    """The names of functions of a source under ``@jit`` or ``@bare`` at its top level, and how often these are used."""
    tree = ast.parse(text)
    top = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(one, ast.Name) and one.id in ("jit", "bare") for one in node.decorator_list)
    ]
    words = ("jit", "bare", "njit", "vectorize")
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    modules = [id(node.value) for node in attributes]  # jit.announce: the module, not the decorator
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in words]
    used = [node for node in names if id(node) not in modules] + [node for node in attributes if node.attr in words]
    return top, len(used)


def test_every_kernel_lies_at_the_top_of_a_module():
    seen = 0
    for file in sorted((ROOT / "sim").rglob("*.py")):
        top, used = decorated(file.read_text(encoding="utf-8"))
        seen += len(top)
        if file != ROOT / "sim" / "jit.py":
            assert used == len(top), f"{file}: the guard over all tests does not see a kernel inside of something"
    assert seen > 30


@pytest.mark.parametrize(
    "hidden",
    [
        "def make(n):\n    @jit\n    def inner(x):\n        return x + n\n    return inner\n",
        "KERNELS = {1: jit(abs)}\n",
        "class A:\n    @staticmethod\n    @jit\n    def f(x):\n        return x\n",
        "@numba.njit\ndef f(x):\n    return x\n",
    ],
)
def test_a_hidden_kernel_would_be_seen(hidden):
    top, used = decorated("@jit\ndef seen(x):\n    return x\n" + hidden)
    assert top == ["seen"]
    assert used == 2


def test_the_guard_sees_all_kernels_that_were_compiled_and_a_second_signature(monkeypatch):
    from sim.randomness import U, below, child

    below(child(U(1), U(2)), np.int64(3))
    before = compiled_signatures()
    assert {"sim.randomness.below", "sim.randomness.child"} <= set(before)
    source = "from sim.jit import jit\n\n@jit\ndef twice(x):\n    return x + x\n"
    module = types.ModuleType("sim.of_this_test")
    exec(compile(source, "<typed>", "exec"), vars(module))
    module.twice.py_func.__module__ = module.__name__
    monkeypatch.setitem(sys.modules, module.__name__, module)
    assert "sim.of_this_test.twice" not in compiled_signatures()  # never called: nothing was compiled
    module.twice(1)
    assert len(compiled_signatures()["sim.of_this_test.twice"]) == 1
    assert repeated_signatures({"a": compiled_signatures()["sim.of_this_test.twice"]}) == []
    module.twice(1.5)
    found = compiled_signatures()["sim.of_this_test.twice"]
    (sentence,) = repeated_signatures({"sim.of_this_test.twice": found})
    assert "twice was compiled for 2 signatures, allowed is one: (float64,) | (int64,)" in sentence
