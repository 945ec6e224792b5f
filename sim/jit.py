"""The one compile decorator, and a cache that can be trusted.

Options: ``cache`` (compiled once a machine), ``nogil`` (threads over replicates really run side by side),
``error_model="numpy"`` (a division by zero gives inf, no hidden branch). Never ``fastmath`` (it changes results) and
never ``parallel`` (threads are over replicates).

numba stamps a cached kernel with the time and size of the kernel's own file, so an edited *helper* would leave a stale
kernel. Here the cache folder itself is named by a hash of the numba version and of the sources of the file and of all
``sim`` files that it imports, found with ``ast`` (absolute imports only): edit a helper and every kernel that can see
it is compiled anew, edit an unrelated file and nothing is.
"""

import ast
import contextlib
import functools
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core import config

PACKAGE = Path(__file__).resolve().parent
KEPT_VERSIONS = 8
"""How many older compiled versions of a file stay in the cache."""

ANNOUNCED = "announced"

fresh: dict[str, Path] = {}
"""Files whose kernels were not in the cache when they were imported, and their folders: the first call compiles."""


def cache_root() -> Path:
    """Where compiled kernels are kept: ``SEEDCAST_CACHE``, else the platform's cache folder."""
    named = os.environ.get("SEEDCAST_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "seedcast"


@functools.cache
def _imports(path: Path, changed: int, size: int) -> frozenset[Path]:
    """Where the modules lie, if they are there, that this file imports from ``sim`` or from beside itself.

    ``changed`` and ``size`` are the file's, so that an edited file is read again in the same session.
    """
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):  # a user's file that is not Python is told when it is loaded
        return frozenset()
    found: set[Path] = set()
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            if name == "sim" or name.startswith("sim."):
                part = PACKAGE.joinpath(*name.split(".")[1:])
            elif not path.is_relative_to(PACKAGE):  # a user's file may import files that lie beside it
                part = path.parent.joinpath(*name.split("."))
            else:
                continue
            found |= {part.with_suffix(".py"), part / "__init__.py"}
    return frozenset(found)


def imported_files(path: Path) -> set[Path]:
    """The file itself and every file of ``sim`` (or beside a user's own file) that it imports, directly or not."""
    found: set[Path] = set()
    waiting = [path.resolve()]
    while waiting:
        current = waiting.pop()
        if current not in found and current.is_file():
            found.add(current)
            state = current.stat()
            waiting += _imports(current, state.st_mtime_ns, state.st_size)
    return found


def own_files(path: Path) -> list[Path]:
    """A user's file and the files beside it that it imports, sorted."""
    return sorted(file for file in imported_files(path) if not file.is_relative_to(PACKAGE))


def source_hash(path: Path) -> str:
    """Hash of the numba version and of all sources that can change what is compiled in ``path``."""
    digest = hashlib.sha256(numba.__version__.encode())
    for file in sorted(imported_files(path)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


@functools.cache
def cache_folder(path: Path) -> Path:
    """The folder for the compiled kernels of one source file in its present state."""
    try:
        inside = path.resolve().relative_to(PACKAGE).with_suffix("")
        name = "-".join(inside.parts)
    except ValueError:  # a user's own file
        name = "own-" + path.stem
    folder = cache_root() / f"{name}-{source_hash(path)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = Path(tempfile.gettempdir()) / "seedcast-cache" / folder.name
        folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.rglob("*.nbi")) and not (folder / ANNOUNCED).exists():
        fresh[name] = folder
        _prune(folder, name)
    return folder


def announce() -> bool:
    """Is there something that the first call will compile, and that was not said before?"""
    folders, said = list(fresh.values()), bool(fresh)
    for folder in folders:  # a file whose kernels are never called must not be announced again and again
        with contextlib.suppress(OSError):
            (folder / ANNOUNCED).touch()
    fresh.clear()
    return said


def compiles() -> contextlib.AbstractContextManager[Any]:
    """Within it, its ``buffer`` lists what was compiled (not what was read from the cache).

    >>> with compiles() as seen:
    ...     _ = jit(lambda x: x + 1)(1)
    >>> len(seen.buffer) > 0
    True
    """
    from numba.core import event

    return event.install_recorder("numba:compile")


def _prune(keep: Path, name: str) -> None:
    length = len(name) + 21
    older = [f for f in keep.parent.glob(name + "-*") if len(f.name) == length and f != keep]
    older.sort(key=lambda f: f.stat().st_mtime, reverse=True)
    for folder in older[KEPT_VERSIONS - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def jit(function: Callable) -> Any:
    """Compile a kernel at its first call; later processes load it from the cache.

    >>> @jit
    ... def twice(x):
    ...     return x + x
    >>> twice(21)
    42
    """
    return _compiled(function)


def bare(function: Callable) -> Any:
    """As :func:`jit`, for a kernel that makes no arrays: nobody counts who holds those that it is given."""
    return _compiled(function, _nrt=False)


def leaf(function: Callable) -> Any:
    """As :func:`jit`, for a function of a few lines that is called often: its code is put where it is called, so that
    nothing is handed over.

    >>> @leaf
    ... def half(x):
    ...     return x / 2
    >>> half(42)
    21.0
    """
    return _compiled(function, forceinline=True)


def inner(function: Callable) -> Any:
    """As :func:`jit`, for a function that only other kernels call.

    The way in from Python is left out: for many arrays that takes longer to compile than the function itself.

    >>> @inner
    ... def twice(x):
    ...     return x + x
    >>> @jit
    ... def four_times(x):
    ...     return twice(twice(x))
    >>> four_times(10)
    40
    >>> twice(10)
    Traceback (most recent call last):
    ...
    TypeError: twice is called by other kernels only; call it from one that is made with sim.jit.jit
    """
    return _without_way_in(_compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False))


def apart(function: Callable) -> Any:
    """As :func:`inner`, for what is long and seldom called: its code is not put where it is called.

    Said outright, because numba hands a leaf's option on to what the leaf is the first to call. What is called often
    and is handed whole tables is slower so: each of their numbers is written down for the call.
    """
    return _without_way_in(_compiled(function, forceinline=False, no_cpython_wrapper=True, no_cfunc_wrapper=True))


def inner_leaf(function: Callable) -> Any:
    """As :func:`leaf`, and like :func:`inner` only other kernels call it."""
    return _without_way_in(
        _compiled(function, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)
    )


def _without_way_in(kernel: Any) -> Any:
    """The kernel, which says so when it is called from Python; without this the process would end there."""
    kernel.__class__ = _inner_class(kernel.__class__)
    return kernel


@functools.cache
def _inner_class(dispatcher: Any) -> Any:
    def refuse(self: Any, *_: Any) -> None:
        name = self.py_func.__name__
        raise TypeError(f"{name} is called by other kernels only; call it from one that is made with sim.jit.jit")

    return type("InnerKernel", (dispatcher,), {"__call__": refuse})


def _compiled(function: Callable, **options: Any) -> Any:
    path = Path(function.__code__.co_filename)
    cached = path.is_file()  # a kernel typed at a prompt has no file to be cached by
    settings: Any = config
    before = settings.CACHE_DIR
    try:
        if cached:
            settings.CACHE_DIR = str(cache_folder(path))
        return numba.njit(cache=cached, nogil=True, error_model="numpy", **options)(function)
    finally:
        settings.CACHE_DIR = before


def hook(function: Callable, record: tuple) -> Any:
    """A function of one record (a NamedTuple of float64) that gives a float64, compiled as a pointer.

    Kernels call it without being compiled for it, so one kernel serves every ranking policy.

    >>> from typing import NamedTuple
    >>> class Pair(NamedTuple):
    ...     a: float
    ...     b: float
    >>> def total(pair):
    ...     return pair.a + pair.b
    >>> type(hook(total, Pair(0.0, 0.0))).__name__
    'CFunc'
    """
    path = Path(function.__code__.co_filename)
    cached = path.is_file()
    settings: Any = config
    before = settings.CACHE_DIR
    try:
        if cached:
            settings.CACHE_DIR = str(cache_folder(path))
        return numba.cfunc(numba.float64(numba.typeof(record)), cache=cached, error_model="numpy")(function)
    finally:
        settings.CACHE_DIR = before
