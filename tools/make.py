# -*- coding: utf-8 -*-
# ruff: noqa: RUF005, UP009, UP010, UP031 (it must be readable for Python 2 too)
"""What the Makefile calls, and what Windows users call directly: python tools/make.py WORD

    demo     run the demonstration scenarios and say where their reports lie
    test     lint, format, types, tests, doctests, and every command and snippet of the documents
    verify   all that and the long checks of theory and of doubt, and write docs/validation.md from what they measured
    bench    the benchmarks, side by side with other tools; writes benchmarks/RESULTS.md (under 15 minutes)
    calibrate  fit the few parameters that may be fitted; writes sim/ranking/fitted.toml (about 15 minutes)
    gallery  write the schema, the resolved forms of the shipped scenarios, and the pictures and verdicts of the gallery
    lint     lint, format and types only
    clean    remove the environment and the caches (never runs/)

Words after a bare -- go to pytest, or to the benchmarks: python tools/make.py test -- -k network
The theory alone, and its page: python tools/make.py verify -- tests/verification

Standard library only. This file is read by whatever Python is there, Python 2 too, so that a wrong one can be told so
in one sentence: no syntax that is newer than that.
"""

from __future__ import print_function

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

OLDEST = (3, 11)
NEWER = ["python3.%d" % minor for minor in (13, 12, 11, 14)] + ["python3", "python"]
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "seedcast-stamp")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
PEERS_VENV = os.path.join(ROOT, ".venv-bench")
PEERS_PYTHON = os.path.join(PEERS_VENV, os.path.relpath(PYTHON, VENV))
PEERS_STAMP = os.path.join(PEERS_VENV, "seedcast-stamp")
THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Stop(Exception):
    """One sentence for the reader."""


def new_enough(python, modules):
    """Does this Python start, is it new enough, and has it these modules?"""
    question = "import sys, %s; sys.exit(sys.version_info < (%d, %d))" % ((modules,) + OLDEST)
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call([python, "-c", question], stdout=nowhere, stderr=nowhere) == 0
        except OSError:  # there is none of this name
            return False


def other_python():
    """A Python on the PATH that is new enough, or None."""
    for name in NEWER:
        if new_enough(name, "venv, ensurepip"):
            return name
    return None


def hand_over(arguments):
    """Go on under a newer Python, or say that there is none."""
    name = other_python()
    if name is None:
        raise Stop(
            "Seedcast needs Python %d.%d or newer, and this is Python %d.%d: install one, "
            "or say which to use, e.g. make PYTHON=/path/to/python3.12 test." % (OLDEST + tuple(sys.version_info[:2]))
        )
    return subprocess.call([name, os.path.abspath(__file__)] + arguments)


def read(name):
    with open(os.path.join(ROOT, name), "rb") as file:
        return file.read()


def wanted_stamp():
    """What the environment depends on: this place (the install is editable) and these two files."""
    digest = hashlib.sha256()
    for part in (ROOT.encode("utf-8"), read("pyproject.toml"), read("constraints.txt")):
        digest.update(part + b"\0")
    return digest.hexdigest()


def environment():
    """Environment variables for everything that is started: libraries must not start threads of their own."""
    variables = dict(os.environ)
    for name in THREAD_LIMITS:
        variables.setdefault(name, "1")
    variables.setdefault("MPLBACKEND", "Agg")
    variables["PYTHONUTF8"] = "1"
    return variables


def start(*arguments):
    """Run the environment's Python from the project's folder; its exit status."""
    return subprocess.call([PYTHON] + list(arguments), cwd=ROOT, env=environment())


def set_up():
    """Make `.venv` with the pinned wheels, unless it is there and nothing it depends on has changed.

    An environment that works is kept, whichever Python this is: it is brought up to date, never made anew.
    """
    wanted = wanted_stamp()
    if os.path.exists(STAMP) and os.path.exists(PYTHON):
        with open(STAMP) as file:
            if file.read() == wanted:
                return
    print("setting up .venv (once, about a minute)", flush=True)
    if not new_enough(PYTHON, "pip"):
        shutil.rmtree(VENV, ignore_errors=True)
        if subprocess.call([sys.executable, "-m", "venv", VENV]) != 0:
            raise Stop("Python's venv module does not work here: install it (on Debian and Ubuntu: python3-venv).")
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:")
    pins = ("-c", os.path.join(ROOT, "constraints.txt"))
    # The build tool is installed by its pin first: pip's own isolated build would take whatever is newest.
    if start(*(install + pins + ("setuptools",))) != 0 or (
        start(*(install + pins + ("--no-build-isolation", "-e", ".[test]"))) != 0
    ):
        raise Stop("The pinned packages could not be installed: see the message of pip above.")
    with open(STAMP, "w") as file:
        file.write(wanted)


def steps(*named):
    """Run the steps one after the other; say at the end which failed."""
    failed = []
    for name, arguments in named:
        print("== " + name, flush=True)
        if start(*arguments) != 0:
            failed.append(name)
    if failed:
        print("FAILED: " + ", ".join(failed), flush=True)
    return 1 if failed else 0


LINT = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format --check", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
)


def lint(_):
    return steps(*LINT)


def test(more):
    # The tests come last: the last line of all counts what was skipped.
    tests = ("-m", "pytest", "-q", "-n", "2") + tuple(more)
    return steps(*(LINT + (("pytest", tests),)))


VERIFICATION = "tests/verification"


def verify(more):
    """All checks; where they passed, docs/validation.md is written from what those of tests/verification measured."""
    tests = ("-m", "pytest", "-q", "-n", "2", "--verify") + tuple(more)
    place = [os.path.normpath(word) for word in more] == [os.path.normpath(VERIFICATION)]
    if more and not place:
        print("docs/validation.md stays as it is: only a run of everything, or of %s, writes it" % VERIFICATION)
        return steps(*(LINT + (("pytest, the long checks too", tests),)))
    folder = tempfile.mkdtemp(prefix="seedcast-validation-")
    try:
        os.environ["SEEDCAST_VALIDATION"] = folder
        page = VERIFICATION + "/write_page.py"
        if start(page, folder, "begin") != 0:
            return 1
        # The page that is there may be of another state: it is what this run makes anew.
        left_out = ("--deselect", VERIFICATION + "/test_validation_page.py::test_the_page_is_of_this_state")
        named = (("pytest, the long checks too", tests + left_out),)
        failed = steps(*(named if place else LINT + named))
        if failed:
            print("docs/validation.md stays as it is: not everything passed")
            return failed
        return steps(("docs/validation.md", (page, folder)))
    finally:
        os.environ.pop("SEEDCAST_VALIDATION", None)
        shutil.rmtree(folder, ignore_errors=True)


def peers():
    """The requirements of the extra `bench`."""
    import tomllib  # Python 3.11, which is the oldest that comes here

    return tomllib.loads(read("pyproject.toml").decode("utf-8"))["project"]["optional-dependencies"]["bench"]


def set_up_peers():
    """Make `.venv-bench` with the pinned peers, one by one: what does not install is left out, and said so."""
    pins = os.path.join("benchmarks", "constraints.txt")
    wanted = hashlib.sha256(read(pins) + repr(peers()).encode("utf-8")).hexdigest()
    if os.path.exists(PEERS_STAMP) and os.path.exists(PEERS_PYTHON):
        with open(PEERS_STAMP) as file:
            said = file.read().splitlines()
        if said[:1] == [wanted]:
            print("\n".join(said[1:]), end="\n" if said[1:] else "", flush=True)
            return
    print("setting up .venv-bench, the peers' own environment (once, some minutes)", flush=True)
    if not new_enough(PEERS_PYTHON, "pip"):
        shutil.rmtree(PEERS_VENV, ignore_errors=True)
        if subprocess.call([PYTHON, "-m", "venv", PEERS_VENV]) != 0:
            raise Stop("Python's venv module does not work here: install it (on Debian and Ubuntu: python3-venv).")
    variables = environment()
    variables["PIP_CONSTRAINT"] = os.path.join(ROOT, pins)  # not -c: what builds a peer is pinned too
    install = [PEERS_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary"]
    missing = []
    for peer in peers():
        print("  " + peer, flush=True)
        with open(os.path.join(PEERS_VENV, "install.log"), "w") as log:
            if subprocess.call(install + [peer], cwd=ROOT, env=variables, stdout=log, stderr=log) != 0:
                missing.append("%s does not install here, so its columns stay empty" % peer)
                print("  " + missing[-1], flush=True)
    with open(PEERS_STAMP, "w") as file:
        file.write("\n".join([wanted] + missing) + "\n")


def bench(more):
    set_up_peers()
    return steps(("benchmarks", (os.path.join("benchmarks", "run.py"),) + tuple(more)))


def calibrate(_):
    return steps(("calibration", ("tools/calibrate.py",)))


def demo(_):
    return steps(*[("demonstration", ("tools/demo.py",))])


def gallery(_):
    command = ("-m", "sim.cli")
    names = sorted(name for name in os.listdir(os.path.join(ROOT, "scenarios")) if name.endswith(".yaml"))
    named = [("schema", command + ("schema", "--out", "scenarios/seedcast.schema.json"))]
    for name in names:
        if not name.endswith(".resolved.yaml"):
            named.append((name, command + ("validate", "scenarios/" + name, "--resolved")))
    named.append(("pictures and verdicts", ("tools/gallery.py",)))
    return steps(*named)


def clean(_):
    for name in (".venv", ".venv-bench", "seedcast.egg-info", ".mypy_cache", ".ruff_cache", ".hypothesis", "build"):
        shutil.rmtree(os.path.join(ROOT, name), ignore_errors=True)
    for folder in ("sim", "tests", "tools", "benchmarks"):
        for place, folders, _files in os.walk(os.path.join(ROOT, folder)):
            if "__pycache__" in folders:
                shutil.rmtree(os.path.join(place, "__pycache__"), ignore_errors=True)
    return 0


WORDS = {
    "demo": demo,
    "test": test,
    "verify": verify,
    "bench": bench,
    "calibrate": calibrate,
    "gallery": gallery,
    "lint": lint,
    "clean": clean,
}

TAKE_MORE = ("test", "verify", "bench")
"""The words that pass on what stands after a bare --."""


def main(arguments):
    word = arguments[0] if arguments else "help"
    if word in ("help", "-h", "--help"):
        print(__doc__)
        return 0
    if word not in WORDS:
        raise Stop("There is no %r here; allowed: %s." % (word, ", ".join(sorted(WORDS))))
    if len(arguments) > 1 and (arguments[1] != "--" or word not in TAKE_MORE):
        after = "words for pytest or the benchmarks stand after a bare --" if word in TAKE_MORE else "nothing may"
        raise Stop("%r may not follow %r: %s." % (arguments[1], word, after))
    if sys.version_info < OLDEST:
        return hand_over(arguments)
    more = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    if word != "clean":
        set_up()
    return WORDS[word](more)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as reason:
        sys.stderr.write(str(reason) + "\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
