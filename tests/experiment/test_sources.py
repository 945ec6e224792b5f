"""A run of other code of the engine is never taken for one of this code, nor mixed with it."""

import json
import time
from pathlib import Path

import pytest

from sim import experiment
from sim.experiment import sources
from sim.experiment.recipe import folder_of
from sim.results import Result, RunError, RunFolder
from sim.scenario import from_text
from sim.tables import read_recipe, read_table, write_table

TEXT = """
name: small
seed: 5
model: {independent_cascade: {probability: .1}}
network: {generator: kol_communities, accounts: 100, mean_followers: 6}
plans:
  stars: {seeds: {choose: top_followers, count: 3}}
compare: {metrics: [reach], replicates: 120, added_reach: 0}
"""
SWEEP = TEXT + "sweep:\n  grid: {model/independent_cascade/probability: [.02, .1]}\n"


def run(out: Path, text: str = TEXT, **options) -> Result:
    scenario = from_text(text)
    kind = experiment.sweep if scenario.sweep else experiment.compare
    return kind(scenario, out=out, **options)


def made_by(folder: Path, digest: str | None) -> None:
    """The stored run, as one that other code made; an older version said nothing of it."""
    told = {} if digest is None else {"sources": digest}
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["sources"]
    path.write_text(json.dumps(manifest | told), encoding="utf-8")
    for table in folder.glob("*.parquet"):
        recipe = read_recipe(table)
        del recipe["sources"]
        write_table(table, read_table(table), recipe | told)


@pytest.mark.parametrize(("digest", "then"), [("0123456789", "0123456789"), (None, "an older version")])
def test_a_finished_run_of_other_code_is_not_used_and_not_lost(tmp_path: Path, digest, then) -> None:
    folder = run(tmp_path).folder
    made_by(folder, digest)
    before = (folder / "runs.parquet").read_bytes()
    with pytest.raises(RunError, match=rf"made by other code of the engine \({then} then, .* now\): --fresh makes"):
        run(tmp_path)
    assert (folder / "runs.parquet").read_bytes() == before
    assert Result.load(folder).verdict, "what it found can still be read"
    run(tmp_path, fresh=True)
    assert run(tmp_path).folder == folder, "the name of the folder does not know the code"


def begun(out: Path, digest: str | None) -> Path:
    """An unfinished run with one part that does not fit: whoever used it would tell other numbers."""
    whole = run(None)
    folder = folder_of(from_text(TEXT), out)
    with RunFolder(folder) as opened:
        opened.made_by = digest or ""
        name = "point-0-realisation-0-chunk-0"
        rows = whole.runs.head(50).assign(reach=77.0)
        opened.write_part(name, {"runs": rows, "timeseries": whole.timeseries.query("replicate < 50")})
    if digest is None:
        (folder / "parts" / "made_by.txt").unlink()
    return folder


@pytest.mark.parametrize("digest", ["0123456789", None])
def test_parts_of_other_code_are_not_gone_on_with(tmp_path: Path, digest) -> None:
    folder = begun(tmp_path, digest)
    with pytest.raises(RunError, match=r"begun by other code of the engine .*: --fresh begins it anew"):
        run(tmp_path)
    assert (folder / "parts").is_dir()
    assert 77.0 not in set(run(tmp_path, fresh=True).runs["reach"])


def test_parts_of_this_code_are(tmp_path: Path) -> None:
    begun(tmp_path, sources.sources_digest())
    assert (run(tmp_path).runs["reach"] == 77.0).sum() == 50
    assert not list(tmp_path.rglob("made_by.txt"))


def test_rerun_tells_of_other_code(tmp_path: Path) -> None:
    folder = run(tmp_path).folder
    assert "other code" not in experiment.rerun(folder).sentence
    made_by(folder, "0123456789")
    found = experiment.rerun(folder)
    assert found.identical
    assert "made by other code of the engine: 0123456789 then" in found.sentence


def test_shards_of_two_codes_are_not_merged(tmp_path: Path) -> None:
    shards = [run(tmp_path, SWEEP, shard=(k, 2)).folder for k in (1, 2)]
    made_by(shards[1], "0123456789")
    with pytest.raises(RunError, match="shard-2-of-2 was made by other code of the engine than"):
        experiment.merge(shards, out=tmp_path / "merged")


def test_the_digest_covers_what_makes_numbers_and_nothing_else(tmp_path: Path) -> None:
    package = tmp_path / "sim"
    kept = {"metrics/reach.py": "a = 1\n", "ranking/fitted.toml": "b = 1\n", "jit.py": "c = 1\n"}
    told = {"plots/x.py": "d = 1\n", "cli/x.py": "e = 1\n", "report/report.css": "f", "face.py": "g = 1\n"}
    for name, text in (kept | told).items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)

    def digest() -> str:
        sources.sources_digest.cache_clear()
        return sources.sources_digest(package)

    try:
        first = digest()
        for name, text in told.items():
            (package / name).write_text(text + "# more\n")
        assert digest() == first
        for name, text in kept.items():
            before = digest()
            (package / name).write_text(text.replace("1", "2"))
            assert digest() != before, name
            (package / name).write_bytes(text.replace("1", "2").replace("\n", "\r\n").encode())
            assert digest() != before
        assert digest() != first
    finally:
        sources.sources_digest.cache_clear()


def test_no_code_that_makes_numbers_imports_code_that_the_digest_leaves_out() -> None:
    import ast

    listed = {file.relative_to(sources.PACKAGE) for file in sources.files()}
    assert {Path("metrics/reached.py"), Path("ranking/fitted.toml"), Path("experiment/judging.py")} <= listed
    for file in sources.files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.suffix == ".py" else ():
            found = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            for name in found:
                assert name.split(".")[1:2] == [] or name.split(".")[1] not in sources.TELLS_ONLY, f"{file}: {name}"


def test_it_costs_little() -> None:
    spent = []
    for _ in range(5):
        sources.sources_digest.cache_clear()
        start = time.perf_counter()
        sources.sources_digest()
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.1
