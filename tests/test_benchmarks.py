"""The harness of the benchmarks: when it must not print a ratio, and what its page looks like. No peer is needed."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "benchmarks"
MODULES = [*sorted(path.stem for path in FOLDER.glob("*.py")), "tools"]


@pytest.fixture
def harness(monkeypatch):
    """Imports the files of ``benchmarks/`` as modules, and forgets them afterwards."""
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield lambda name: __import__(name)
    for name in MODULES:
        sys.modules.pop(name, None)


def timed(figures, sizes, rates=(100.0, 110.0, 120.0)):
    """What a tool did that made cascades of these sizes."""
    found = figures.Timed(list(rates), len(sizes))
    sizes = np.asarray(sizes, float)
    found.reach.add(len(sizes), float(sizes.sum()), float((sizes**2).sum()))
    return found


def sizes(seed, mean, count=4000):
    return np.random.default_rng(seed).normal(mean, 50.0, count)


def test_means_and_their_errors_are_numpys(harness):
    drawn = sizes(1, 500.0)
    reach = timed(harness("figures"), drawn).reach
    assert reach.mean == pytest.approx(drawn.mean())
    assert reach.standard_error == pytest.approx(drawn.std(ddof=1) / len(drawn) ** 0.5)


def test_a_ratio_is_the_median_of_the_rounds(harness):
    figures = harness("figures")
    ours = timed(figures, sizes(1, 500.0), (500.0, 600.0, 10.0))
    other = timed(figures, sizes(2, 500.0), (100.0, 100.0, 1.0))
    assert figures.ratio(ours, other) == pytest.approx(6.0)


@pytest.mark.parametrize("mean", [494.0, 506.0])
def test_no_ratio_when_means_differ(harness, mean):
    figures = harness("figures")
    with pytest.raises(figures.Refused, match="means differ"):
        figures.ratio(timed(figures, sizes(1, 500.0)), timed(figures, sizes(2, mean)))


def test_no_ratio_when_means_are_rough(harness):
    """Few replicates would agree with anything."""
    figures = harness("figures")
    with pytest.raises(figures.Refused, match="too rough"):
        figures.ratio(timed(figures, sizes(1, 500.0)), timed(figures, [200.0, 800.0, 500.0]))
    with pytest.raises(figures.Refused, match="too rough"):
        figures.ratio(timed(figures, sizes(1, 500.0)), timed(figures, [500.0]))


def test_sizes_without_spread_must_be_equal(harness):
    figures = harness("figures")
    assert figures.ratio(timed(figures, [7.0, 7.0]), timed(figures, [7.0, 7.0])) == 1.0
    with pytest.raises(figures.Refused, match="infinitely many"):
        figures.ratio(timed(figures, [7.0, 7.0]), timed(figures, [8.0, 8.0]))


def test_a_second_core_is_believed_only_beside_its_control(harness):
    figures = harness("figures")
    one, two = [100.0, 100.0, 100.0], [190.0, 195.0, 185.0]
    assert figures.second_core(one, two, [1.95, 1.99, 1.2]) == pytest.approx(1.9)
    with pytest.raises(figures.Refused, match=r"control x1\.40"):
        figures.second_core(one, two, [1.4, 1.3, 1.99])


def test_figures_are_written_with_three_digits(harness):
    figures = harness("figures")
    written = {12_345.0: "12,300", 4.917: "4.92", 0.03142: "0.0314", 999.6: "1,000", 0.0: "0"}
    assert {value: figures.short(value) for value in written} == written
    assert figures.spread([3.0, 1.0, 2.0]) == "2.00 (1.00-3.00)"


def test_a_table_refuses_a_row_of_another_width(harness):
    table = harness("section").Table(["a", "b"])
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        table.add("x")


def row(harness, other_mean, control):
    """A case in which another tool found this mean."""
    bench, figures, graphs = harness("bench_cascades"), harness("figures"), harness("graphs")
    return bench.Row(
        graphs.CASES[0],
        {
            "seedcast": timed(figures, sizes(1, 500.0), (1000.0, 1000.0)),
            "cynetdiff": timed(figures, sizes(2, other_mean), (100.0, 100.0)),
        },
        two=[1900.0, 1900.0],
        control=[control, control],
    )


@pytest.mark.parametrize(("other_mean", "control"), [(500.0, 1.97), (520.0, 1.97), (500.0, 1.1)])
def test_the_page_holds_what_may_be_said(harness, monkeypatch, other_mean, control):
    """From made-up turns to the page: equal means give a ratio, different ones an empty cell and the reason."""
    bench = harness("bench_cascades")
    monkeypatch.setattr(bench, "cascades", lambda *_: ([row(harness, other_mean, control)], ["one is left out."]))
    page = harness("run").document([bench.section()], ["generators: broken"], 3.0)
    check_page(page)
    line = page.split("| ours / peer |")[1].splitlines()[2]
    assert line.startswith("| NetHEPT WC |")
    if other_mean == 500.0:
        assert "| 10.0 |" in line
        assert "geometric mean | 10.0x | 5x |" in page
    else:
        assert "10.0" not in line
        assert "ours / CyNetDiff" not in page
        assert "CyNetDiff: no ratio, means differ: " in page
    assert ("x1.90 (control x1.97)" in line) == (control > 1.9)
    assert ("not believed, control x1.10" in line) == (control < 1.9)
    assert "**Failed:** generators: broken" in page
    assert "- one is left out." in page


def check_page(text):
    """Headings there, tables of equal width, nothing that is not a figure where a figure belongs."""
    assert text.startswith("# Results\n")
    assert text.endswith("\n")
    assert "\n## Summary\n" in text
    assert "| processor |" in text
    assert "numba " in text
    width = 0
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.endswith("|"), line
            width = width or line.count("|")
            assert line.count("|") == width, line
        else:
            width = 0
    assert " nan" not in text
    assert " inf" not in text


def test_the_page_of_this_version_is_well_formed():
    check_page((FOLDER / "RESULTS.md").read_text(encoding="utf-8"))


def test_the_page_is_replaced_as_a_whole(harness, tmp_path):
    run = harness("run")
    path = tmp_path / "RESULTS.md"
    path.write_text("old", encoding="utf-8")
    run.write("new\n", path)
    assert path.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [path]


def test_small_cascades_are_not_compared_with_themselves(harness, monkeypatch):
    """Too little memory for a larger network is said, and no ratio is."""
    benchmark = harness("bench_small_cascades")
    monkeypatch.setattr(benchmark, "memory_free", lambda: 0)
    found = benchmark.section()
    assert found.summary == []
    assert "1,000,000 accounts are left out" in found.markdown()


def test_the_graph_is_the_published_construction(harness):
    """Self-loops and repeated edges are gone, rows are sorted, and the seeds are the most followed."""
    graphs = harness("graphs")
    source, target = graphs.chung_lu(500, 4000)
    assert np.array_equal(source, np.sort(source))
    assert not (source == target).any()
    assert len({*zip(source.tolist(), target.tolist())}) == len(source)
    offsets, audience = graphs.rows(500, source, target)
    followers = np.bincount(source, minlength=500)
    assert np.array_equal(np.diff(offsets), followers)
    assert np.array_equal(audience, target)
    seeds = graphs.most_followed(offsets, 10)
    assert sorted(zip((-followers).tolist(), range(500)))[:10] == [(-followers[seed], seed) for seed in seeds]


def test_the_synthetic_graph_stays_the_same(harness):
    """numpy may change a generator's stream from version to version: then the figures are of another graph."""
    graphs = harness("graphs")
    source, target = graphs.chung_lu(1000, 10_000)
    assert (len(source), int(source.sum()), int(target.sum())) == (9795, 5028674, 4870046)


def test_real_networks_are_left_out_without_their_files(harness, monkeypatch, tmp_path):
    graphs, bench = harness("graphs"), harness("bench_cascades")
    monkeypatch.setattr(graphs, "STORE", tmp_path / "store")
    monkeypatch.setenv("SEEDCAST_DATA", str(tmp_path))
    rows, left_out = bench.cascades(graphs.CASES[:2], ("seedcast",), 1)
    assert rows == []
    sentence = "nethept.txt.gz is looked for in the folder that SEEDCAST_DATA names, and is not there."
    assert left_out == [f"{title} is left out: {sentence}" for title in ("NetHEPT WC", "NetHEPT p=.1")]


def test_a_killed_run_leaves_no_half_network(harness, monkeypatch, tmp_path):
    graphs = harness("graphs")
    monkeypatch.setattr(graphs, "STORE", tmp_path)
    monkeypatch.setitem(graphs.SYNTHETIC, "s100k", (1_000, 5_000))
    save = np.save

    def stop_at_seeds(path, array):
        if path.name == "seeds.npy":
            path.write_bytes(b"half")
            raise KeyboardInterrupt
        save(path, array)

    monkeypatch.setattr(graphs.np, "save", stop_at_seeds)
    with pytest.raises(KeyboardInterrupt):
        graphs.stored("s100k")
    monkeypatch.setattr(graphs.np, "save", save)
    assert len(np.load(graphs.stored("s100k") / "seeds.npy")) == graphs.SEEDS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bench_cascades.py", "--rounds", "0"], "0 is not allowed; allowed: a whole number of at least 1\n"),
        (["bench_cascades.py", "--tools", "nobody"], "there is no tool 'nobody'; allowed: seedcast, "),
        (
            ["bench_small_cascades.py", "--accounts", "5"],
            "5 is not allowed; allowed: a whole number of at least 1",
        ),
        (["bench_waiting.py", "--all"], "unrecognized arguments: --all"),
        (["run.py", "--only", "lunch"], "invalid choice: 'lunch'"),
        (["large_network.py", "1.5"], "1.5 is not allowed; allowed: a whole number of at least 1\n"),
        (["large_network.py", "1e12"], "accounts is 1000000000000; it must be at most 2147483647\n"),
    ],
)
def test_wrong_arguments_get_one_sentence(words, said, tmp_path):
    command = [sys.executable, str(FOLDER / words[0]), *words[1:]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_fails_in_a_script_alone_is_one_sentence(harness, capsys):
    workers = harness("workers")

    def fails():
        raise workers.Failed("the tool is not there")

    with pytest.raises(SystemExit) as ended:
        workers.alone(fails)
    assert (ended.value.code, capsys.readouterr().err) == (2, "failed: the tool is not there\n")


def test_nethept_is_read_both_ways(harness, data_file, monkeypatch, tmp_path):
    graphs = harness("graphs")
    data_file("nethept.txt.gz")
    monkeypatch.setattr(graphs, "STORE", tmp_path)
    folder = graphs.stored("nethept")
    offsets, audience = np.load(folder / "offsets.npy"), np.load(folder / "audience.npy")
    assert (len(offsets) - 1, len(audience)) == (15_233, 2 * 31_376)
    assert np.array_equal(np.bincount(audience, minlength=15_233), np.diff(offsets))


def small_case(tmp_path):
    """A chain of three accounts, as a worker gets it."""
    np.save(tmp_path / "offsets.npy", np.array([0, 1, 2, 2]))
    np.save(tmp_path / "audience.npy", np.array([1, 2], np.int32))
    np.save(tmp_path / "seeds.npy", np.array([0], np.int32))
    return json.dumps({"probability": 1.0, "folder": str(tmp_path)})


def test_a_worker_answers_and_one_that_fails_says_why(tmp_path):
    requests = '{"replicates": 3, "first": 0, "threads": 1}\n{"control": 1}\n{"replicates": "x", "first": 0}\n'
    command = [sys.executable, "worker.py", "tools", "seedcast", small_case(tmp_path)]
    done = subprocess.run(command, cwd=FOLDER, input=requests, capture_output=True, text=True, timeout=120)
    ready, cascades, control, failed = [json.loads(line) for line in done.stdout.splitlines()]
    assert ready == {"ready": "seedcast"}
    assert (cascades["cascades"], cascades["total"], cascades["squares"]) == (3, 9.0, 27.0)
    assert control["seconds"] > 0
    assert failed["failed"].startswith("ValueError: replicates")
    missing = subprocess.run(
        [sys.executable, "worker.py", "tools", "no_such_tool", small_case(tmp_path)],
        **{"cwd": FOLDER, "input": "", "capture_output": True, "text": True, "timeout": 120},
    )
    assert "ModuleNotFoundError" in json.loads(missing.stdout)["failed"]


def test_the_history_compares_with_its_own_machine(harness):
    history = harness("history")

    def line(seconds, machine="a", commit="1"):
        return {"machine": machine, "commit": commit, "smallest": {"walk": seconds}}

    assert history.compare(line(1.0), [line(0.1, machine="b")]) == [
        "the first line of this machine: nothing to compare with"
    ]
    (slower,) = history.compare(line(1.0), [line(0.4), line(0.5, commit="2")])
    assert slower == "walk: 2.00 times as long as in the last run; 2.50 times the best (1)"
    (same,) = history.compare(line(1.0), [line(0.1), line(0.95, commit="2")])
    assert same.startswith("nothing is slower than in the last run (2)")


def test_a_history_with_half_a_line_is_said_to_be_damaged(harness, tmp_path):
    history, path = harness("history"), tmp_path / "history.jsonl"
    assert history.lines(path) == []
    history.append({"machine": "a"}, path)
    assert history.lines(path) == [{"machine": "a"}]
    with open(path, "a") as file:
        file.write('{"half')
    with pytest.raises(harness("workers").Failed, match=r"history\.jsonl, line 2 is damaged: take it out"):
        history.lines(path)


def test_a_peer_that_does_not_install_is_told_of_and_left_out(monkeypatch, tmp_path, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.delitem(sys.modules, "make", raising=False)
    import make

    tried = []

    def call(command, **_):
        tried.append(command[-1])
        return int("broken" in command[-1])

    monkeypatch.setattr(make, "PEERS_VENV", str(tmp_path))
    monkeypatch.setattr(make, "PEERS_PYTHON", sys.executable)
    monkeypatch.setattr(make, "PEERS_STAMP", str(tmp_path / "stamp"))
    monkeypatch.setattr(make, "peers", lambda: ["whole>=1", "broken>=2"])
    monkeypatch.setattr(make.subprocess, "call", call)
    monkeypatch.setattr(make, "new_enough", lambda *_: True)
    make.set_up_peers()
    assert tried == ["whole>=1", "broken>=2"]
    assert "broken>=2 does not install here, so its columns stay empty" in capsys.readouterr().out
    make.set_up_peers()  # nothing has changed: nothing is tried, the sentence is said again
    assert tried == ["whole>=1", "broken>=2"]
    assert capsys.readouterr().out == "broken>=2 does not install here, so its columns stay empty\n"
