"""The script behind the Makefile, and the guards of conftest.py: what they promise, and that they can say no."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "tools" / "make.py"


@pytest.fixture
def make(monkeypatch):
    """The script as a module."""
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    monkeypatch.delitem(sys.modules, "make", raising=False)
    import make

    return make


def test_an_old_python_can_read_the_script():
    text = SCRIPT.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 4))  # the oldest grammar that ast knows; refuses f-strings' successors
    assert not any(isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.Nonlocal)) for node in ast.walk(tree))
    assert text.isascii()
    assert all(node.names[0].name in sys.stdlib_module_names for node in ast.walk(tree) if isinstance(node, ast.Import))


def test_a_wrong_python_gets_one_sentence(make, monkeypatch):
    monkeypatch.setattr(make, "OLDEST", (99, 1))
    monkeypatch.setattr(make, "NEWER", ["no-such-python"])
    with pytest.raises(make.Stop) as stopped:
        make.main(["test"])
    sentence = str(stopped.value)
    assert sentence.startswith("Seedcast needs Python 99.1 or newer, and this is Python 3.")
    assert re.search(r"\.$", sentence)
    assert "\n" not in sentence


def test_a_newer_python_on_the_path_takes_over(make, monkeypatch):
    asked = []
    monkeypatch.setattr(make, "NEWER", ["no-such-python", sys.executable])
    monkeypatch.setattr(make.subprocess, "call", lambda command, **_: asked.append(command) or 0)
    assert make.hand_over(["test"]) == 0
    assert [command[0] for command in asked] == ["no-such-python", "no-such-python"]  # the first that answers 0
    monkeypatch.undo()
    assert make.new_enough(sys.executable, "venv")
    assert not make.new_enough("no-such-python", "venv")
    assert not make.new_enough(sys.executable, "no_such_module")


def test_an_unknown_word_lists_the_known():
    done = subprocess.run([sys.executable, SCRIPT, "coffee"], capture_output=True, text=True)
    assert done.returncode == 2
    assert (
        done.stderr
        == "There is no 'coffee' here; allowed: bench, calibrate, clean, demo, gallery, lint, test, verify.\n"
    )


@pytest.mark.parametrize(
    "words", [["bench", "--only", "readers"], ["test", "-k", "network"], ["demo", "extra"], ["lint", "--", "sim"]]
)
def test_a_word_that_would_be_passed_over_is_refused(words, make, monkeypatch):
    """Forgetting the bare -- must not start everything, and write its results over those that are there."""
    monkeypatch.setattr(make, "set_up", lambda: None)
    monkeypatch.setitem(make.WORDS, words[0], lambda more: 0)
    with pytest.raises(make.Stop, match=f"{words[1]!r} may not follow {words[0]!r}: (words for pytest|nothing may)"):
        make.main(words)


def test_words_after_two_dashes_are_passed_on(make, monkeypatch):
    monkeypatch.setattr(make, "set_up", lambda: None)
    monkeypatch.setitem(make.WORDS, "bench", lambda more: more)
    assert make.main(["bench", "--", "--only", "readers"]) == ["--only", "readers"]
    assert make.main(["bench"]) == []


def test_libraries_get_no_threads_of_their_own(make, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    variables = make.environment()
    assert variables["OMP_NUM_THREADS"] == "1"
    assert variables["OPENBLAS_NUM_THREADS"] == "3"  # who asked for it gets it


def test_the_stamp_follows_what_the_environment_depends_on(make, monkeypatch):
    first = make.wanted_stamp()
    assert first == make.wanted_stamp()
    monkeypatch.setattr(make, "read", lambda name: b"numpy==9" if name == "constraints.txt" else b"")
    assert make.wanted_stamp() != first


def test_steps_go_on_after_a_failure_and_name_it(make, monkeypatch, capsys):
    monkeypatch.setattr(make, "start", lambda *arguments: 1 if arguments[0] == "bad" else 0)
    assert make.steps(("one", ("bad",)), ("two", ("good",))) == 1
    assert capsys.readouterr().out == "== one\n== two\nFAILED: one\n"
    assert make.steps(("two", ("good",))) == 0


MAKES_OWN = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKE_TERMOUT", "MAKE_TERMERR")
"""What make tells a make below it: a second one must not see that it is started from the first."""


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_checking_service_names_the_data_folder(tmp_path):
    (tmp_path / "project" / ".ci").mkdir(parents=True)
    (tmp_path / "project" / ".ci" / "run").write_text((ROOT / ".ci" / "run").read_text())
    (tmp_path / "project" / "Makefile").write_text("test:\n\t@echo data=$(SEEDCAST_DATA)\n")
    environment = {name: value for name, value in os.environ.items() if name not in ("SEEDCAST_DATA", *MAKES_OWN)}

    def run():
        command = ["bash", str(tmp_path / "project" / ".ci" / "run")]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    assert run() == "data=\n"
    (tmp_path / "shared" / "data").mkdir(parents=True)
    assert run() == f"data={(tmp_path / 'shared' / 'data').resolve()}\n"


# -- the last line, and the guard of signatures


@pytest.fixture
def guards(request):
    """The conftest.py beside this file, as pytest has loaded it (folders below have their own)."""
    return request.config.pluginmanager.get_plugin(str(Path(__file__).with_name("conftest.py")))


def test_the_last_line_counts_what_was_skipped(guards):
    skipped_line = guards.skipped_line
    assert skipped_line([], 0) == "skipped: 0"
    reasons = ["needs SEEDCAST_DATA", "no graphics", "needs SEEDCAST_DATA"]
    assert skipped_line(reasons, 4) == ("skipped: 3 (2 need SEEDCAST_DATA, 1 no graphics); left to `make verify`: 4")


def test_a_second_signature_is_named(guards):
    repeated_signatures = guards.repeated_signatures
    assert repeated_signatures({"sim.a.f": {"(int64,)"}}) == []
    (sentence,) = repeated_signatures({"sim.a.f": {"(int64,)", "(uint64,)"}, "sim.a.g": {"()"}})
    assert sentence == "sim.a.f was compiled for 2 signatures, allowed is one: (int64,) | (uint64,)"
