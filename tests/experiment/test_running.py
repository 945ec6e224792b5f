"""The same rows for any number of threads, any size of task, after a kill, and when run again."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas
import pytest

import sim
from sim import experiment
from sim.experiment import judging
from sim.experiment.recipe import folder_of
from sim.experiment.sources import sources_digest
from sim.results import RECIPE, Result, RunError, RunFolder
from sim.scenario import from_text
from sim.tables import write_table

SMALL = """
name: small
seed: 5
model: {independent_cascade: {probability: .1}}
network: {generator: kol_communities, accounts: 300, mean_followers: 6}
plans:
  stars: {seeds: {choose: top_followers, count: 3}}
  random: {seeds: {choose: at_random, count: 3}}
compare: {metrics: [reach, depth, structural_virality], replicates: 130, added_reach: 10}
"""
MANY = SMALL.replace("mean_followers: 6}", "mean_followers: 6, realisations: 4}").replace(
    "name: small", "name: many networks"
)
UNSURE = SMALL.replace("name: small", "name: unsure") + (
    "uncertain:\n  model/independent_cascade/probability: {low: .05, high: .15, source: assumption}\n"
)
UNTIL = SMALL.replace("name: small", "name: until").replace(
    "replicates: 130", "until: {confidence: .95, matters: 5%, max_replicates: 1200}"
)
SWEEP = SMALL.replace("name: small", "name: swept") + (
    "sweep:\n  grid: {model/independent_cascade/probability: [.02, .1], content/post/quality: [.2, .8]}\n"
)
ALL = {"small": SMALL, "many": MANY, "unsure": UNSURE, "until": UNTIL, "sweep": SWEEP}


def result_of(text: str, **options: object) -> Result:
    scenario = from_text(text)
    kind = experiment.sweep if scenario.sweep else experiment.compare
    return kind(scenario, out=options.pop("out", None), **options)  # type: ignore[operator]


def assert_same(one: Result, other: Result) -> None:
    for name in ("runs", "timeseries", "choices"):
        pandas.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert one.manifest["verdicts"] == other.manifest["verdicts"]


@pytest.mark.parametrize("name", ALL)
def test_the_number_of_threads_changes_nothing(name: str) -> None:
    one = result_of(ALL[name], threads=1)
    for threads in (2, 5):
        assert_same(one, result_of(ALL[name], threads=threads))
    assert not one.runs.isna().all().any()


def test_the_size_of_tasks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = result_of(MANY, threads=2)
    for task in (1, 7, 1000):
        monkeypatch.setattr(judging, "TASK", task)
        assert_same(whole, result_of(MANY, threads=2))


def test_rows_are_what_single_cascades_give() -> None:
    import sim

    found = result_of(SMALL, threads=2)
    network = found.network
    seeds = found.choices[found.choices["plan"] == "stars"]["account"].tolist()
    rows = found.runs[found.runs["plan"] == "stars"]
    for replicate in (0, 57, 129):
        outcome = sim.simulate(network, seeds, probability=0.1, seed=5, replicate=replicate)
        assert rows.iloc[replicate]["reach"] == outcome.reach
        assert rows.iloc[replicate]["depth"] == outcome.reached_at.max()
        series = found.timeseries[(found.timeseries["plan"] == "stars") & (found.timeseries["replicate"] == replicate)]
        assert series["reach"].iloc[-1] == outcome.reach


def test_one_more_plan_changes_no_other_row() -> None:
    alone = result_of(SMALL)
    more = result_of(SMALL.replace("plans:", "plans:\n  first: {seeds: {accounts: [7, 8]}}"))
    kept = more.runs[more.runs["plan"] != "first"].reset_index(drop=True)
    pandas.testing.assert_frame_equal(alone.runs, kept, check_exact=True)


def test_a_finished_run_is_not_done_again_and_fresh_does_it_again(tmp_path: Path) -> None:
    first = result_of(SMALL, out=tmp_path)
    runs = first.folder / "runs.parquet"
    before = runs.stat().st_mtime_ns
    content = runs.read_bytes()
    again = result_of(SMALL, out=tmp_path)
    assert runs.stat().st_mtime_ns == before
    assert_same(first, again)
    result_of(SMALL, out=tmp_path, fresh=True)
    assert runs.stat().st_mtime_ns != before
    assert runs.read_bytes() == content


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """kill -9 at moments drawn at random: whatever is on disk by then, the finished tables are the same bytes."""
    text = SMALL.replace("replicates: 130", "replicates: 2000").replace("accounts: 300", "accounts: 3000")
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    whole = result_of(text, out=tmp_path / "whole")
    command = [sys.executable, "-m", "sim.cli", "compare", str(file), "--out", str(tmp_path / "killed"), "-q"]
    chance = random.Random(3)
    kept = []
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        parts = folder_of(from_text(text), tmp_path / "killed") / "parts"
        deadline = time.monotonic() + 60
        while not any(parts.glob("*chunk*-runs.parquet")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept.append(len(list(parts.glob("*chunk*-runs.parquet"))) if parts.is_dir() else -1)
    assert kept[0] != 0, "nothing was kept by the first kill"
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    killed = Result.load(folder_of(from_text(text), tmp_path / "killed"))
    assert_same(whole, killed)
    for table in ("runs.parquet", "timeseries.parquet", "choices.parquet"):
        assert (whole.folder / table).read_bytes() == (killed.folder / table).read_bytes()


def test_ctrl_c_keeps_what_is_done_and_exits_with_130(tmp_path: Path) -> None:
    text = SMALL.replace("replicates: 130", "replicates: 500000")
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sim.cli", "compare", str(file), "--out", str(tmp_path / "runs"), "-q"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    parts = folder_of(from_text(text), tmp_path / "runs") / "parts"
    deadline = time.monotonic() + 60
    while not any(parts.glob("*chunk*-runs.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert "kept" in errors
    assert any(parts.glob("*.parquet"))


def test_two_writers_are_refused(tmp_path: Path) -> None:
    folder = folder_of(from_text(SMALL), tmp_path)
    with RunFolder(folder), pytest.raises(RunError, match="another process is writing"):
        result_of(SMALL, out=tmp_path)
    assert result_of(SMALL, out=tmp_path).folder == folder


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet

    write = pyarrow.parquet.write_table
    written = []

    def full(table: object, where: object, **options: object) -> None:
        if len(written) >= 5:
            raise OSError(28, "No space left on device", str(where))
        written.append(where)
        write(table, where, **options)

    monkeypatch.setattr(pyarrow.parquet, "write_table", full)
    with pytest.raises(RunError, match="No space left"):
        result_of(SMALL, out=tmp_path)
    folder = folder_of(from_text(SMALL), tmp_path)
    assert not (folder / "manifest.json").exists()
    assert not list(folder.rglob("*.aside"))
    monkeypatch.undo()
    assert_same(result_of(SMALL), result_of(SMALL, out=tmp_path))


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="cannot write"):
        result_of(SMALL, out=tmp_path / "file")

    def read_only(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(RunError, match="Read-only"):
        result_of(SMALL, out=tmp_path / "runs")


@pytest.mark.parametrize("name", ALL)
def test_rerun_says_identical(name: str, tmp_path: Path) -> None:
    found = result_of(ALL[name], out=tmp_path)
    assert experiment.rerun(found.folder).identical
    one = experiment.rerun(found.folder, replicate=17)
    assert one.identical, one.sentence


def test_rerun_names_the_first_row_that_differs_and_the_engine(tmp_path: Path) -> None:
    found = result_of(SMALL, out=tmp_path)
    path = found.folder / "runs.parquet"
    table = pandas.read_parquet(path)
    table.loc[table.index[150], "depth"] += 1
    manifest = json.loads((found.folder / "manifest.json").read_text())
    manifest["engine"] = "0.0.1"
    (found.folder / "manifest.json").write_text(json.dumps(manifest))
    write_table(path, table, {key: manifest[key] for key in RECIPE})
    for other in ("timeseries", "choices", "cascades"):
        there = found.folder / f"{other}.parquet"
        write_table(there, pandas.read_parquet(there), {"engine": "0.0.1"})
    difference = experiment.rerun(found.folder)
    assert not difference.identical
    for part in ("plan random", "replicate 20", "depth", "engine 0.0.1"):
        assert part in difference.sentence


def test_replay_is_the_stored_replicate(tmp_path: Path) -> None:
    for text in (MANY, UNSURE):
        found = result_of(text, out=tmp_path)
        for replicate in (0, 50, 129):
            for plan, (outcome, _) in experiment.replay(found.folder, replicate).items():
                row = found.runs[(found.runs["plan"] == plan) & (found.runs["replicate"] == replicate)].iloc[0]
                assert outcome.reach == row["reach"]
    with pytest.raises(RunError, match="allowed: 0 to 129"):
        experiment.replay(found.folder, 130)
    with pytest.raises(RunError, match="no plan 'x'"):
        experiment.replay(found.folder, 0, "x")


def test_shards_merge_into_the_whole_sweep(tmp_path: Path) -> None:
    scenario = from_text(SWEEP.replace("compare: {", "compare: {record: [accounts, events], "))
    assert scenario.compare.record
    whole = experiment.sweep(scenario, out=tmp_path / "whole")
    shards = [experiment.sweep(scenario, out=tmp_path / "shards", shard=(k, 3)).folder for k in (1, 2, 3)]
    merged = experiment.merge(shards[::-1], out=tmp_path / "merged")
    assert_same(whole, merged)
    assert whole.manifest["effects"] == merged.manifest["effects"]
    pandas.testing.assert_frame_equal(whole.accounts, merged.accounts)
    kept = merged.events.sort_values("design_point", kind="stable").reset_index(drop=True)
    pandas.testing.assert_frame_equal(whole.events, kept)
    with pytest.raises(RunError, match="in no shard"):
        experiment.merge(shards[:2], out=tmp_path / "again")
    with pytest.raises(RunError, match="name each shard once"):
        experiment.merge([*shards, shards[0]], out=tmp_path / "again")
    with pytest.raises(RunError, match="at most 4 shards"):
        experiment.sweep(scenario, out=None, shard=(1, 5))


def test_design_points_meet_the_same_worlds() -> None:
    """With the same coins, a higher probability never reaches fewer."""
    found = result_of(SWEEP)
    assert len(found.manifest["design_points"]) == 4
    wide = found.runs.pivot(index=["plan", "replicate"], columns="design_point", values="reach")
    points = found.manifest["design_points"]
    path = "model/independent_cascade/probability"
    low = next(n for n, p in enumerate(points) if p[path] == 0.02 and p["content/post/quality"] == 0.2)
    high = next(n for n, p in enumerate(points) if p[path] == 0.1 and p["content/post/quality"] == 0.8)
    assert (wide[low] <= wide[high]).all()
    assert (wide[low] < wide[high]).any()


def test_added_reach_is_the_difference_without_the_seed() -> None:
    import sim

    found = result_of(SMALL)
    row = found.choices[found.choices["plan"] == "stars"].iloc[1]
    seeds = found.choices[found.choices["plan"] == "stars"]["account"].tolist()
    added = []
    for replicate in range(10):
        options = {"probability": 0.1, "seed": 5, "replicate": replicate}
        rest = [s for s in seeds if s != row["account"]]
        whole = sim.simulate(found.network, seeds, **options).reach
        added.append(whole - sim.simulate(found.network, rest, **options).reach)
    assert row["added_reach"] == pytest.approx(sum(added) / 10)


def test_an_older_or_damaged_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no manifest"):
        Result.load(tmp_path)
    found = result_of(SMALL, out=tmp_path)
    (found.folder / "runs.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(RunError, match="damaged"):
        Result.load(found.folder)
    (found.folder / "manifest.json").write_text("{}")
    with pytest.raises(RunError, match="damaged"):
        Result.load(found.folder)


def test_a_stopping_rule_stops_early_and_says_so() -> None:
    found = result_of(UNTIL)
    assert found.verdict["sequential"]
    assert found.verdict["decided"]
    assert found.manifest["replicates"] < 1200
    assert len(found.runs) == 2 * found.manifest["replicates"]


@pytest.mark.skipif(os.name == "nt", reason="the worker's file lock is POSIX here")
def test_a_lock_is_given_back_when_its_process_dies(tmp_path: Path) -> None:
    code = (
        f"from sim.results import RunFolder; from pathlib import Path; RunFolder(Path({str(tmp_path)!r})).__enter__()"
    )
    subprocess.run([sys.executable, "-c", code + "; import os; os.kill(os.getpid(), 9)"], check=False)
    with RunFolder(tmp_path) as again:
        assert again.path == tmp_path


def test_accounts_and_events_are_recorded_when_asked(tmp_path: Path) -> None:
    text = MANY.replace("replicates: 130", "replicates: 130, record: [accounts, events]")
    found = result_of(text, out=tmp_path)
    assert_same(found, result_of(MANY))
    again = Result.load(found.folder)
    pandas.testing.assert_frame_equal(found.events, again.events)
    pandas.testing.assert_frame_equal(found.accounts, again.accounts)
    sizes = again.events.groupby(["plan", "replicate"], sort=False).size().to_numpy()
    assert (sizes == again.runs["reach"].to_numpy()).all()
    row = again.accounts.iloc[len(again.accounts) // 2]
    there = again.runs[(again.runs["plan"] == row["plan"]) & (again.runs["realisation"] == row["realisation"])]
    events = again.events[(again.events["plan"] == row["plan"]) & (again.events["account"] == row["account"])]
    events = events[events["replicate"].isin(there["replicate"])]
    assert row["worlds"] == len(events)
    assert row["share"] == len(events) / len(there)
    assert row["mean_reached_at"] == pytest.approx(events["reached_at"].mean())
    assert result_of(SMALL).events is None
    assert not (result_of(SMALL, out=tmp_path).folder / "events.parquet").exists()


def test_a_sweep_over_a_plans_lever_chooses_again_at_each_point() -> None:
    found = result_of(SMALL + "sweep:\n  grid: {plans/stars/seeds/count: [1, 5, 50]}\n")
    means = found.runs[found.runs["plan"] == "stars"].groupby("design_point")["reach"].mean()
    assert means[0] + 4 <= means[1]
    assert means[1] + 40 <= means[2]
    assert found.choices[found.choices["plan"] == "stars"].groupby("design_point").size().tolist() == [1, 5, 50]
    assert [point["plans"]["stars"]["seeds"] for point in found.manifest["points"]] == [1, 5, 50]


def test_parts_of_another_layout_are_judged_again(tmp_path: Path) -> None:
    folder = RunFolder(folder_of(from_text(SMALL), tmp_path))
    folder.made_by = sources_digest()
    whole = result_of(SMALL)
    wrong = whole.runs[whole.runs["replicate"] < 30]
    with folder:
        name = "point-0-realisation-0-chunk-0"
        folder.write_part(name, {"runs": wrong, "timeseries": whole.timeseries})
        (folder.path / "parts" / "point-0-realisation-0-chunk-1-runs.parquet").write_bytes(b"")
        (folder.path / "parts" / "point-0-realisation-0-chunk-1-timeseries.parquet").write_bytes(b"")
        (folder.path / "left.aside").write_text("of a killed process")
    assert_same(whole, result_of(SMALL, out=tmp_path))
    assert not (folder.path / "left.aside").exists()


def test_own_code_is_hashed_by_its_place_and_loaded_anew_when_edited(tmp_path: Path) -> None:
    text = SMALL.replace("metrics: [reach,", "metrics: [reach, a/my.py:measure, b/my.py:measure,")
    files = [tmp_path / "a" / "my.py", tmp_path / "b" / "my.py"]

    def measured(first: int, second: int) -> Result:
        for file, value in zip(files, (first, second)):
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"def measure(world, outcome):\n    return {value}.0\n", encoding="utf-8")
        scenario = from_text(text, tmp_path, allow_code=files)
        return experiment.compare(scenario, out=tmp_path / "runs")

    one, two = measured(1, 2), measured(3, 2)
    assert one.folder != two.folder
    assert one.runs["a/my.py:measure"].unique().tolist() == [1.0]
    assert two.runs["a/my.py:measure"].unique().tolist() == [3.0]
    assert two.runs["b/my.py:measure"].unique().tolist() == [2.0]


def test_accounts_at_random_are_picked_anew_and_the_interval_knows_it() -> None:
    """The truth is the rule's mean over picks: an interval of one pick's worlds would be far too short."""
    found = result_of(SMALL.replace("replicates: 130", "replicates: 600"))
    rows = found.runs[found.runs["plan"] == "random"]
    assert rows["draw"].nunique() == 60
    means = rows.groupby("draw")["reach"].mean()
    assert means.var(ddof=1) > 1.5 * rows["reach"].var(ddof=1) / 10, "picks differ more than luck alone makes them"
    stars = found.runs[found.runs["plan"] == "stars"]
    alone = result_of(SMALL.replace("  random: {seeds: {choose: at_random, count: 3}}\n", "")).runs
    assert (alone["draw"] == -1).all()
    assert (alone["reach"].to_numpy() == stars["reach"].to_numpy()[: len(alone)]).all(), "no other plan notices"
    more = result_of(SMALL.replace("choose: at_random, count: 3", "accounts: [4, 5, 6]"))
    assert (more.runs["draw"] == -1).all()


def test_the_sentence_of_one_plan_tells_no_reach_below_zero():
    text = """\
name: few draws
seed: 1
model: {independent_cascade: {probability: .05}}
network: {generator: kol_communities, accounts: 300}
plans: {one: {seeds: {choose: top_followers, count: 1}}}
uncertain: {model/independent_cascade/probability: {low: .01, high: .3, source: assumption}}
compare: {metrics: [reach], replicates: 20}
"""
    verdict = sim.compare(from_text(text), out=None).verdict
    assert verdict["clusters"] == 2, "so few draws that the interval is wider than what is possible"
    assert "(95%: 0 to" in verdict["sentence"]
