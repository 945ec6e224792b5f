"""The commands as a person types them: what they print, what they leave behind, how they exit."""

import json
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app

FIRST = """
name: first
seed: 1
model: {independent_cascade: {probability: .1}}
network: {generator: kol_communities, accounts: 200, mean_followers: 6}
plans:
  star: {seeds: {choose: top_followers, count: 2}}
  random: {seeds: {choose: at_random, count: 2}}
compare: {metrics: [reach, depth], replicates: 60, added_reach: 5}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.yaml").write_text(FIRST, encoding="utf-8")
    return tmp_path


def call(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    if status:
        assert "Traceback" not in result.output
    return result.output


def run_folder(here: Path) -> Path:
    (folder,) = (here / "runs").iterdir()
    return folder


def test_compare_prints_sentences_a_table_and_the_verdict_and_leaves_a_whole_folder(here: Path) -> None:
    told = call("compare", "first.yaml")
    assert "star" in told
    assert "gains" in told or "no difference" in told or "undecided" in told
    folder = run_folder(here)
    names = {f.name for f in folder.iterdir()}
    assert {
        *("runs.parquet", "timeseries.parquet", "choices.parquet", "cascades.parquet", "manifest.json"),
        *("report.html", "figures", "scenario.resolved.yaml"),
    } <= names
    assert not (folder / "parts").exists()
    assert any(f.suffix == ".csv" for f in (folder / "figures").iterdir())
    again = call("compare", "first.yaml")
    assert "finished already" in again


def test_json_is_json_and_quiet_is_one_line(here: Path) -> None:
    data = json.loads(call("compare", "first.yaml", "--json"))
    assert data["verdict"]["decide_by"] == "reach"
    assert {row["plan"] for row in data["table"]} == {"star", "random"}
    assert len(call("run", "first.yaml", "-q").strip().splitlines()) == 1


def test_the_numbers_do_not_depend_on_threads(here: Path) -> None:
    one = json.loads(call("compare", "first.yaml", "--json", "--threads", "1", "--out", "one"))
    two = json.loads(call("compare", "first.yaml", "--json", "--threads", "2", "--out", "two"))
    assert one["table"] == two["table"]


def test_rerun_replay_report_archive(here: Path) -> None:
    call("compare", "first.yaml", "-q")
    folder = run_folder(here)
    assert call("rerun", str(folder), "-q").startswith("identical: 120 rows")
    assert "identical: 2 rows" in call("rerun", str(folder), "-q", "--replicate", "17")
    told = call("replay", str(folder), "--replicate", "3", "--plan", "star", "--events", "events.csv")
    assert "star: Outcome" in told
    assert (here / "events.csv").read_text().startswith("plan,time,account,reached_by")
    before = (folder / "report.html").read_bytes()
    call("report", str(folder))
    assert (folder / "report.html").read_bytes() == before
    call("archive", str(folder))
    archived = folder.with_name(folder.name + ".zip")
    members = zipfile.ZipFile(archived).namelist()
    assert f"{folder.name}/runs.parquet" in members
    assert f"{folder.name}/README.txt" in members
    assert "exists already" in call("archive", str(folder), status=2)
    zipfile.ZipFile(archived).extractall(here / "unpacked")
    assert "identical" in call("rerun", str(here / "unpacked" / folder.name), "-q")


def test_sweep_shards_and_merge(here: Path) -> None:
    text = FIRST + "sweep:\n  grid: {model/independent_cascade/probability: [.05, .1, .2]}\n"
    (here / "swept.yaml").write_text(text, encoding="utf-8")
    whole = call("sweep", "swept.yaml", "--out", "whole")
    assert "model/independent_cascade/probability 0.05 -> 0.2" in whole
    for part in ("1/2", "2/2"):
        call("sweep", "swept.yaml", "-q", "--shard", part)
    shards = sorted(str(f) for f in (here / "runs").iterdir())
    call("merge", *shards, "--out", "merged")
    (one,) = (here / "whole").iterdir()
    (two,) = (here / "merged").iterdir()
    assert (one / "runs.parquet").read_bytes() == (two / "runs.parquet").read_bytes()
    assert "has a sweep" in call("compare", "swept.yaml", status=2)
    assert "has no sweep" in call("sweep", "first.yaml", status=2)
    assert "like 3/20" in call("sweep", "swept.yaml", "--shard", "two", status=2)


def test_explain_tells_what_a_word_of_the_table_means(here: Path) -> None:
    assert "distinct accounts reached" in call("explain", "reach")
    assert "one launch in ten is worse" in call("explain", "bad luck")
    assert "unit: share, of worlds" in call("explain", "probability_of_loss")
    assert call("explain", "spent").count("\n") == 2, "a column and a metric"
    assert "did you mean reach?" in call("explain", "reech", status=2)
    (here / "reach").write_text("name: x", encoding="utf-8")
    assert "distinct accounts" not in call("explain", "reach", status=2), "a file goes first"
    (here / "reach").unlink()


def test_explain_validate_schema_new(here: Path) -> None:
    assert "plan" in call("explain", "first.yaml")
    assert isinstance(json.loads(call("explain", "first.yaml", "--json")), list)
    assert "is valid" in call("validate", "first.yaml", "--resolved")
    assert "is valid" in call("validate", "first.resolved.yaml")
    assert json.loads(call("schema"))["$schema"].startswith("http://json-schema.org/draft-07")
    call("new", "mine.yaml")
    assert "is valid" in call("validate", "mine.yaml")
    assert (here / "mine.yaml").read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
    call("new", "mine.yaml", status=2)


def test_networks_shows_presets_beside_real_networks(here: Path) -> None:
    told = call("networks", "--accounts", "1000")
    for name in ("twitter", "weibo", "Twitter 2009"):
        assert name in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "nothing.yaml"), "nothing.yaml"),
        (("compare", "."), "folder"),
        (("compare", "first.yaml", "--threads", "0"), "--threads is 0; allowed: 1 to 1,024"),
        (("compare", "first.yaml", "--language", "xx"), "allowed: en"),
        (("rerun", "nowhere"), "no manifest.json"),
        (("replay", "nowhere"), "no manifest.json"),
        (("report", "nowhere"), "no manifest.json"),
        (("archive", "nowhere"), "no manifest.json"),
        (("merge", "nowhere"), "no manifest.json"),
        (("networks", "nowhere.txt"), "does not exist"),
        (("compare", "first.yaml", "--what"), "No such option"),
        (("compare", "first.yaml", "--threads", "two"), "--threads is 'two'; allowed: a whole number from 1 to 1,024"),
        (("compare", "first.yaml", "--threads", "٢"), "allowed: a whole number"),
        (("compare", "first.yaml", "--out", ""), "is empty"),
        (("compare", "first.yaml", "--language", ""), "allowed: en"),
        (("compare", ""), "is empty"),
        (("compare",), "Missing argument 'FILE'"),
        (("compar",), "Did you mean 'compare'?"),
        (("compare", "a" * 300), "File name too long"),
        (("compare", "first.yaml", "--out", "a" * 300), "File name too long"),
        (("sweep", "first.yaml"), "has no sweep"),
        (("sweep", "first.yaml", "--shard", "٣/٣"), "like 3/20"),
        (("sweep", "first.yaml", "--shard", ""), "like 3/20"),
        (("networks", "--accounts", "0"), "--accounts is 0; allowed: 1 to"),
        (("networks", "--seed", "-5"), "--seed is -5; allowed: 0 to 2**63 - 1"),
        (("networks", "--edge-means", "follows"), "--edge-means is for a network file"),
        (("networks", "first.yaml", "--edge-means", "follows"), "--edge-means is for a network file"),
        (("replay", "nowhere", "--replicate", "-1"), "--replicate is -1; allowed: 0 to"),
        (("replay", "nowhere", "--plan", ""), "--plan is empty"),
        (("schema", "--out", "first.yaml"), "first.yaml exists already"),
        (("schema", "--out", "."), "is a folder; name a file with --out"),
        (("schema", "--out", "no/such/x.json"), "no/such is no folder"),
        (("schema", "--out", "a" * 250), "File name too long"),
    ],
)
def test_a_wrong_call_gets_one_paragraph_and_status_2(here: Path, words: tuple[str, ...], said: str) -> None:
    before = sorted(here.rglob("*"))
    told = call(*words, status=2)
    assert said in told
    assert len(told.strip().splitlines()) == 1, "one paragraph, and no explanation of the scenario before it"
    assert told.startswith("seedcast: ")
    assert "what was finished" not in told
    assert sorted(here.rglob("*")) == before
    assert (here / "first.yaml").read_text(encoding="utf-8") == FIRST


def test_a_sweep_of_whole_plans_has_a_report(here: Path) -> None:
    text = FIRST + "sweep:\n  grid: {plans/random: [{seeds: []}, {seeds: {choose: at_random, count: 2}}]}\n"
    (here / "swept.yaml").write_text(text, encoding="utf-8")
    told = call("sweep", "swept.yaml")
    assert 'plans/random = {"seeds": []}' in told
    page = (run_folder(here) / "report.html").read_text(encoding="utf-8")
    assert "figure-sweep-plans_random" in page
    assert "are picked anew 6 times, each time for 10 worlds at most" in page


def test_only_an_older_schema_is_replaced(here: Path) -> None:
    call("schema", "--out", "own.json")
    (here / "own.json").write_text('{"$schema": "", "title": "Seedcast scenario"}', encoding="utf-8")
    call("schema", "--out", "own.json")
    assert json.loads((here / "own.json").read_text(encoding="utf-8"))["properties"]
    (here / "own.json").write_text('{"title": "mine"}', encoding="utf-8")
    assert "own.json exists already" in call("schema", "--out", "own.json", status=2)


def test_what_is_asked_for_takes_the_place_of_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("compare", "first.yaml", "-q")
    folder = run_folder(here)
    run = str(folder)
    kept = folder / "manifest.json"
    before = kept.read_bytes()
    assert "exists already" in call("replay", run, "--events", str(kept), status=2)
    assert "is a folder" in call("replay", run, "--events", run, status=2)
    assert "no is no folder" in call("replay", run, "--events", "no/events.csv", status=2)
    assert "exists already" in call("archive", run, "--out", "first.yaml", status=2)
    assert "in the run folder itself" in call("archive", run, "--out", f"{run}/own.zip", status=2)
    assert "no is no folder" in call("archive", run, "--out", "no/own.zip", status=2)
    told = call("archive", run, "--out", "a" * 250, status=2)
    assert "File name too long" in told
    assert "what was finished" not in told
    assert kept.read_bytes() == before
    monkeypatch.chdir(folder)
    call("report", ".")
    assert folder.with_name(folder.name + ".zip").name in call("archive", ".")
    monkeypatch.chdir(here)
    (folder / "report.html").unlink()
    (folder / "report.html").mkdir()
    assert "report.html: Is a directory" in call("report", run, status=2)
    (folder / "report.html").rmdir()
    (folder / "figures").rename(folder / "pictures")
    (folder / "figures").touch()
    assert "figures: File exists" in call("report", run, status=2)


def test_a_full_disk_behind_the_output_is_one_sentence(here: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim.cli", "schema"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr == "seedcast: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize("module", ["sim", "sim.cli"])
def test_the_package_is_the_command(module: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, "--version"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("seedcast ")


def test_a_changed_network_file_is_named(here: Path) -> None:
    (here / "edges.txt").write_text("0 1\n1 2\n2 0\n0 2\n", encoding="utf-8")
    text = FIRST.replace(
        "{generator: kol_communities, accounts: 200, mean_followers: 6}", "{file: edges.txt, edge_means: influences}"
    )
    (here / "file.yaml").write_text(text, encoding="utf-8")
    call("compare", "file.yaml", "-q")
    folder = run_folder(here)
    assert "identical" in call("rerun", str(folder), "-q")
    (here / "edges.txt").write_text("0 1\n1 2\n2 0\n", encoding="utf-8")
    told = call("rerun", str(folder), "-q", status=2)
    assert "edges.txt" in told
    assert "put the old file back" in told
    call("compare", "file.yaml", "-q")
    assert len(list((here / "runs").iterdir())) == 2, "a changed file is another run"


def test_own_code_runs_only_if_allowed(here: Path) -> None:
    (here / "mine.py").write_text(
        "import numpy as np\n"
        "from sim.outcome import Outcome\n"
        "from sim.strategies.budget import take\n"
        "def simulate(world, plan, key, work):\n"
        "    n = len(plan.seeds)\n"
        "    return Outcome(plan.seeds, np.zeros(n), np.full(n, -1, np.int32))\n"
        "def choose(world, budget, key, parameters):\n"
        "    return take(np.arange(len(world.network)), budget)\n"
        "def measure(world, outcome):\n"
        "    return 2.0 * outcome.reach\n",
        encoding="utf-8",
    )
    text = (
        FIRST.replace("independent_cascade: {probability: .1}", "mine.py:simulate: {}")
        .replace("choose: top_followers", "choose: mine.py:choose")
        .replace("[reach, depth]", "[reach, mine.py:measure]")
    )
    (here / "own.yaml").write_text(text, encoding="utf-8")
    assert "--allow-code" in call("compare", "own.yaml", status=2)
    data = json.loads(call("compare", "own.yaml", "--json", "--allow-code", "mine.py"))
    means = {(row["plan"], row["metric"]): row["mean"] for row in data["table"]}
    assert means[("star", "reach")] == 2
    assert means[("star", "mine.py:measure")] == 4
    folder = run_folder(here)
    assert "--allow-code" in call("rerun", str(folder), status=2)
    assert "identical" in call("rerun", str(folder), "-q", "--allow-code", "mine.py")


def test_our_own_fault_exits_with_1(here: Path) -> None:
    code = (
        "import sim.experiment, sys\n"
        "def broken(*a, **k): raise KeyError('oops')\n"
        "sim.experiment.compare = broken\n"
        "from sim.cli import main\n"
        "sys.argv = ['seedcast', 'compare', 'first.yaml']\n"
        "main()\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=here)
    assert result.returncode == 1
    assert "oops" in result.stderr


def test_the_version_is_said(here: Path) -> None:
    assert re.fullmatch(r"seedcast \d+\.\d+\.\d+\S*", call("--version").strip())


def test_the_terminal_and_the_report_count_the_same_weak_sources(here: Path) -> None:
    from sim.report.assumptions import assumptions
    from sim.results import Result
    from sim.scenario import load
    from sim.scenario.sources import weak_defaults

    more = "uncertain: {model/independent_cascade/probability: {low: .05, high: .1, source: a guess}}\n"
    (here / "first.yaml").write_text(FIRST + more, encoding="utf-8")
    call("compare", "first.yaml", "-q")
    weak = [row["path"] for row in assumptions(Result.load(run_folder(here))) if row["mark"] == "weak"]
    assert "model/independent_cascade/probability" in weak
    assert sorted(weak) == sorted(weak_defaults(load(here / "first.yaml")))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_ctrl_c_that_python_drops_is_heard_at_the_next_step():
    """Python ignores what is raised in a finaliser, so an interrupt that arrives there would be lost."""
    from sim.face import Bar

    class Tidied:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Bar(quiet=True) as bar:  # noqa: PT012
        bar.advance(1)
        thing = Tidied()
        del thing
        bar.advance(1)
    assert signal.getsignal(signal.SIGINT) is before
