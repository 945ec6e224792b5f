"""A run folder is whole or says that it is not: half written, half exchanged, or away from its files."""

import json
import shutil
from pathlib import Path

import pandas
import pytest

from sim import experiment, report, results, tables
from sim.results import Result, RunError
from sim.scenario import from_text, load

TEXT = """
name: small
seed: 5
model: {independent_cascade: {probability: .1}}
network: {generator: kol_communities, accounts: 100, mean_followers: 6}
plans:
  stars: {seeds: {choose: top_followers, count: 3}}
compare: {metrics: [reach], replicates: 40, added_reach: 0, record: [accounts]}
"""


def run(out: Path, text: str = TEXT, **options) -> Result:
    return experiment.compare(from_text(text), out=out, **options)


@pytest.mark.parametrize("name", ["runs", "timeseries", "choices", "cascades", "accounts"])
def test_a_table_of_another_run_is_refused(tmp_path: Path, name: str) -> None:
    one, other = run(tmp_path).folder, run(tmp_path, TEXT.replace("seed: 5", "seed: 6")).folder
    assert Result.load(one).plans
    kept = (one / f"{name}.parquet").read_bytes()
    shutil.copy(other / f"{name}.parquet", one)
    with pytest.raises(RunError, match=rf"{name}.parquet is not of this run"):
        Result.load(one)
    (one / f"{name}.parquet").write_bytes(kept)
    table = pandas.read_parquet(one / f"{name}.parquet")
    table.to_parquet(one / f"{name}.parquet", index=False)
    with pytest.raises(RunError, match=rf"{name}.parquet is not of this run"):
        Result.load(one)


def test_a_run_that_is_done_again_is_not_finished_while_its_tables_are_replaced(tmp_path: Path, monkeypatch) -> None:
    folder = run(tmp_path).folder
    seen = []

    def writing(path: Path, *arguments) -> None:
        seen.append((folder / "manifest.json").exists())
        if len(seen) == 3:
            raise RunError("cut off")
        tables.write_table(path, *arguments)

    monkeypatch.setattr(results, "write_table", writing)
    monkeypatch.setattr(results.RunFolder, "write_part", lambda *_: None)
    with pytest.raises(RunError, match="cut off"):
        run(tmp_path, fresh=True)
    assert seen == [False] * 3
    with pytest.raises(RunError, match="is not finished"):
        Result.load(folder)
    monkeypatch.undo()
    assert Result.load(run(tmp_path).folder).plans


def test_a_report_is_whole_or_the_one_before(tmp_path: Path, monkeypatch) -> None:
    result = run(tmp_path)
    report.write_all(result, result.folder)
    page = result.folder / "report.html"
    files = {path: path.read_bytes() for path in [page, *(result.folder / "figures").iterdir()]}
    assert {path.suffix for path in files} == {".html", ".svg", ".csv"}

    def cut_off(*_) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables.os, "fsync", cut_off)
    for write in (report.write_report, report.write_figures):
        with pytest.raises(RunError, match="No space left on device"):
            write(result, page if write is report.write_report else page.with_name("figures"))
    assert {path: path.read_bytes() for path in files} == files
    assert not list(result.folder.rglob("*.aside"))


def test_a_run_away_from_its_files_says_where_it_looked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "edges.csv").write_text("source,target\n" + "".join(f"{u},{(u + 1) % 9}\n" for u in range(9)))
    network = "network: {file: edges.csv, edge_means: influences}"
    text = TEXT.replace("network: {generator: kol_communities, accounts: 100, mean_followers: 6}", network)
    (home / "x.yaml").write_text(text)
    folder = experiment.compare(load(home / "x.yaml"), out=tmp_path / "runs").folder
    assert experiment.rerun(folder).identical
    moved = tmp_path / "far" / "away" / "run"
    moved.parent.mkdir(parents=True)
    shutil.move(folder, moved)
    looked = (moved / json.loads((moved / "manifest.json").read_text())["scenario_folder"]).resolve()
    with pytest.raises(RunError, match="no such file") as caught:
        experiment.rerun(moved)
    assert f"seen from the run's, is {looked}: move both folders together" in str(caught.value)
    looked.mkdir(parents=True)
    shutil.copy(home / "edges.csv", looked)
    assert experiment.rerun(moved).identical
