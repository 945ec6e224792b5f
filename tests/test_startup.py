"""What a start costs: nothing heavy is imported, and nothing is compiled twice."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sim import jit

ROOT = Path(__file__).parents[1]
HEAVY = {
    *("numba", "pandas", "scipy", "networkx", "matplotlib", "mesa", "pydantic", "pyarrow", "rich", "numpy"),
    *("jinja2", "ruamel", "tqdm"),
}


def run_python(code, **variables):
    """The JSON that a fresh Python prints on its last line."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **variables},
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


SAY_MODULES = "import json, sys; print(); print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"


def test_import_loads_nothing_heavy():
    assert HEAVY & set(run_python(f"import sim\n{SAY_MODULES}")) == set()


def test_a_heavy_import_would_be_seen():
    assert "numpy" in set(run_python(f"import sim.network\n{SAY_MODULES}"))


@pytest.mark.parametrize(("arguments", "of_typer"), [(["--help"], set()), (["compare", "--help"], {"pydantic"})])
def test_help_loads_nothing_heavy(arguments, of_typer):
    code = f"""
        import sys
        sys.argv = ["seedcast", *{arguments!r}]
        from sim.cli import main
        try:
            main()
        except SystemExit as end:
            assert not end.code, end.code
        {SAY_MODULES}
    """
    assert HEAVY & set(run_python(code)) <= of_typer  # the help of one command: typer itself looks for pydantic


# -- the cache of compiled kernels

MINIATURE = {
    "sim/__init__.py": "",
    "sim/jit.py": (ROOT / "sim" / "jit.py").read_text(encoding="utf-8"),
    "sim/leaf.py": "from sim.jit import jit\n\n\n@jit\ndef leaf(x):\n    return x + 1\n",
    "sim/kernel.py": (
        "from sim.jit import jit\nfrom sim.leaf import leaf\n\n\n@jit\ndef kernel(x):\n    return leaf(x) * 2\n"
    ),
    "sim/unrelated.py": "from sim.jit import jit\n\n\n@jit\ndef other(x):\n    return x\n",
}
RUN_MINIATURE = """
    import json, sys
    sys.path.insert(0, {folder!r})
    from sim.kernel import kernel
    from sim import jit
    value = kernel(20)
    print(json.dumps([value, sum(kernel.stats.cache_misses.values()), sorted(jit.fresh)]))
"""


@pytest.fixture
def miniature(tmp_path):
    """A package of three files with the real decorator, and a cache of its own."""
    (tmp_path / "package" / "sim").mkdir(parents=True)
    for name, text in MINIATURE.items():
        (tmp_path / "package" / name).write_text(text, encoding="utf-8")

    def run():
        code = textwrap.dedent(RUN_MINIATURE.format(folder=str(tmp_path / "package")))
        value, compiled, fresh = run_python(code, SEEDCAST_CACHE=str(tmp_path / "cache"))
        return value, compiled, fresh

    run.folder = tmp_path / "package" / "sim"
    return run


def test_an_edited_helper_is_compiled_anew_and_an_unrelated_file_is_not(miniature):
    assert miniature() == (42, 1, ["kernel", "leaf"])
    assert miniature() == (42, 0, [])  # a second process compiles nothing
    edited = (miniature.folder / "unrelated.py").read_text().replace("return x", "return x + 9")
    (miniature.folder / "unrelated.py").write_text(edited)
    assert miniature() == (42, 0, [])
    leaf = miniature.folder / "leaf.py"
    before = leaf.stat()
    leaf.write_text(leaf.read_text().replace("x + 1", "x + 2"))
    os.utime(leaf, ns=(before.st_atime_ns, before.st_mtime_ns))  # same time, same size: only the text tells
    assert miniature() == (44, 1, ["kernel", "leaf"])


def test_the_hash_covers_what_is_imported_by_what_is_imported(tmp_path, monkeypatch):
    package = tmp_path / "sim"
    package.mkdir()
    for name, text in {"a": "import sim.b", "b": "from sim import c", "c": "x = 1", "d": "x = 1"}.items():
        (package / f"{name}.py").write_text(text)
    (package / "__init__.py").write_text("")
    monkeypatch.setattr(jit, "PACKAGE", package)
    names = {path.stem for path in jit.imported_files(package / "a.py")}
    assert names == {"a", "b", "c", "__init__"}
    first = jit.source_hash(package / "a.py")
    (package / "d.py").write_text("x = 2")
    assert jit.source_hash(package / "a.py") == first
    (package / "c.py").write_text("x = 2")
    assert jit.source_hash(package / "a.py") != first


def test_a_cache_that_cannot_be_written_is_replaced(tmp_path, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    source = tmp_path / "own.py"
    source.write_text("x = 1\n")
    monkeypatch.setenv("SEEDCAST_CACHE", str(blocked))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    jit.cache_folder.cache_clear()
    folder = jit.cache_folder(source)
    jit.cache_folder.cache_clear()
    jit.fresh.pop("own-own", None)
    assert folder.is_relative_to(tmp_path / "seedcast-cache")


def test_old_versions_are_pruned(tmp_path, monkeypatch):
    monkeypatch.setenv("SEEDCAST_CACHE", str(tmp_path / "cache"))
    source = tmp_path / "own.py"
    for version in range(jit.KEPT_VERSIONS + 3):
        source.write_text(f"x = {version}\n")
        jit.cache_folder.cache_clear()
        newest = jit.cache_folder(source)
        os.utime(newest, (version, version))
    jit.cache_folder.cache_clear()
    jit.fresh.pop("own-own", None)
    kept = list((tmp_path / "cache").iterdir())
    assert len(kept) == jit.KEPT_VERSIONS
    assert newest in kept


SESSION = """
    import json
    import numpy as np
    from sim.models import MODELS, model
    from sim.network import Network
    from sim.randomness import U
    from sim.world import plan_of_seeds

    network = Network.from_edges([0, 1, 2, 0], [1, 2, 3, 3], 4)
    for name in MODELS:
        module = model(name)
        world = module.prepare(network, module.Parameters())
        work = module.workspace(world)
        module.simulate(world, plan_of_seeds([0], network), 7, work)
        module.simulate(world, plan_of_seeds([], network), 8, work)
        if hasattr(module, "spread_sizes"):
            keys = np.arange(5, dtype=np.uint64)
            module.spread_sizes(world, plan_of_seeds([1], network), keys, work, np.zeros(5, np.int64))
        if hasattr(module, "reverse"):
            module.reverse(world, 3, 7, work)

    import sys
    from numba.core.dispatcher import Dispatcher
    found = {}
    for name in list(sys.modules):
        if name.startswith("sim."):
            for thing in vars(sys.modules[name]).values():
                if isinstance(thing, Dispatcher) and thing.py_func.__module__ == name and thing.signatures:
                    found[name + "." + thing.py_func.__name__] = [
                        len(thing.signatures), sum(thing.stats.cache_misses.values())
                    ]
    print(json.dumps(found))
"""


def test_one_signature_a_kernel_and_nothing_compiled_twice(tmp_path):
    cold = run_python(SESSION, SEEDCAST_CACHE=str(tmp_path))
    assert "sim.models.independent_cascade._cascade" in cold
    assert {name: count for name, (count, _) in cold.items() if count != 1} == {}
    warm = run_python(SESSION, SEEDCAST_CACHE=str(tmp_path))
    assert warm
    assert {name: missed for name, (_, missed) in warm.items() if missed} == {}
