"""What all tests share: real data where it is, few threads, tidy tests, and the last line that counts what was skipped.

The guards here watch over every test: none may leave a figure open or touch NumPy's global generator, and no kernel may
be compiled for two signatures in the whole run.
"""

import collections
import os
import re
import signal
import sys
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before NumPy is imported: two workers share two cores
os.environ.setdefault("MPLBACKEND", "Agg")

import hypothesis  # noqa: E402
import numpy as np  # noqa: E402
import pytest  # noqa: E402

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # run in the background: what is started would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)

hypothesis.settings.register_profile("quick", max_examples=20, derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("verify", max_examples=300, derandomize=True, deadline=None, database=None)


def pytest_addoption(parser):
    parser.addoption("--verify", action="store_true", help="the long checks too, and more examples of each property")


def pytest_configure(config):
    hypothesis.settings.load_profile("verify" if config.getoption("--verify") else "quick")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--verify") or config.getoption("markexpr"):
        return
    long = [item for item in items if item.get_closest_marker("verify")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("verify")]


# -- real data


@pytest.fixture(scope="session")
def data_file():
    """``data_file("wiki_vote.txt.gz")``: its path, or a skip; with DATA=required a missing file is a failure."""

    def find(name: str) -> Path:
        folder = os.environ.get("SEEDCAST_DATA", "")
        if folder and (Path(folder) / name).exists():
            return Path(folder) / name
        if os.environ.get("DATA") == "required":
            pytest.fail(
                f"DATA=required, but {name} is not in the folder that SEEDCAST_DATA names ({folder or 'unset'})"
            )
        pytest.skip("needs SEEDCAST_DATA")

    return find


# -- tidy tests


@pytest.fixture(autouse=True)
def tidy(request):
    """A test may leave neither an open figure nor a changed global generator (Hypothesis keeps that one itself)."""
    before = np.random.get_state()  # noqa: NPY002
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        count = len(pyplot.get_fignums())
        pyplot.close("all")
        pytest.fail(f"the test left {count} figures open; draw on a matplotlib.figure.Figure or close them")
    after = np.random.get_state()  # noqa: NPY002
    if (before[2:] != after[2:]) or not np.array_equal(before[1], after[1]):
        np.random.set_state(before)  # noqa: NPY002
        pytest.fail("the test changed NumPy's global generator; draw by keys (sim/randomness.py)")


# -- every kernel has one signature


def compiled_signatures():
    """For each compiled kernel of ``sim`` in this process: the signatures it was compiled for."""
    numba = sys.modules.get("numba")
    found: dict[str, set[str]] = {}
    if numba is None:
        return found
    from numba.core.dispatcher import Dispatcher

    for name, module in list(sys.modules.items()):
        if name == "sim" or name.startswith("sim."):
            for thing in list(vars(module).values()):
                if isinstance(thing, Dispatcher) and thing.py_func.__module__ == name and thing.signatures:
                    found.setdefault(f"{name}.{thing.py_func.__name__}", set()).update(map(str, thing.signatures))
    return found


def merge_signatures(into, more):
    for name, signatures in more.items():
        into.setdefault(name, set()).update(signatures)


class Gathered:
    """What this process, and in the controller all workers, have seen."""

    deselected = 0
    signatures: dict[str, set[str]] = {}  # noqa: RUF012


def pytest_deselected(items):
    Gathered.deselected += sum(1 for item in items if item.get_closest_marker("verify"))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """The controller hears what a worker saw; every worker collects all tests, so the counts are not added up."""
    output = getattr(node, "workeroutput", {})
    Gathered.deselected = max(Gathered.deselected, output.get("deselected", 0))
    merge_signatures(Gathered.signatures, {k: set(v) for k, v in output.get("signatures", {}).items()})


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session, exitstatus):
    merge_signatures(Gathered.signatures, compiled_signatures())
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["deselected"] = Gathered.deselected
        session.config.workeroutput["signatures"] = {k: sorted(v) for k, v in Gathered.signatures.items()}
    elif repeated_signatures(Gathered.signatures) and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def repeated_signatures(signatures):
    """A sentence for each kernel with more than one signature: each one is a full compile for the user to wait for."""
    return [
        f"{name} was compiled for {len(found)} signatures, allowed is one: " + " | ".join(sorted(found))
        for name, found in sorted(signatures.items())
        if len(found) > 1
    ]


# -- the last line


def skipped_line(reasons, deselected):
    """The last line of a run: how many were skipped, for which reasons, and how many long checks were left out."""
    counts = collections.Counter(reasons)
    line = f"skipped: {sum(counts.values())}"
    if counts:
        said = (
            f"{count} {reason if count == 1 else re.sub('^needs', 'need', reason)}"
            for reason, count in counts.most_common()
        )
        line += f" ({', '.join(said)})"
    if deselected:
        line += f"; left to `make verify`: {deselected}"
    return line


def pytest_unconfigure(config):
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    for sentence in repeated_signatures(Gathered.signatures):
        reporter.write_line("FAILED " + sentence, red=True)
    reasons = []
    for report in reporter.stats.get("skipped", []):
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons.append(re.sub(r"^Skipped: ", "", text).strip().splitlines()[0])
    reporter.write_line(skipped_line(reasons, Gathered.deselected))
