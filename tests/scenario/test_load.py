"""Reading files: what is not a scenario file, bounds, encodings, and where paths may lead."""

import os
import time

import pytest

from sim.scenario import ScenarioError, from_dict, from_text, load
from sim.scenario.load import LARGEST
from sim.scenario.paths import allowed_path

TEXT = """\
name: t
seed: 1
model: independent_cascade
network: {generator: kol_communities, accounts: 100}
plans: {a: {seeds: {choose: at_random, count: 1}}}
"""


def refused(path) -> str:
    with pytest.raises(ScenarioError) as raised:
        load(path)
    return str(raised.value)


def test_what_is_no_scenario_file(tmp_path):
    assert refused(tmp_path / "none.yaml").endswith("none.yaml: is not there")
    assert refused(tmp_path).endswith("is a folder; name a scenario file (.yaml)")
    (tmp_path / "empty.yaml").write_text("")
    assert "is empty" in refused(tmp_path / "empty.yaml")
    assert "cannot be read" in refused("a\0b") or "is not there" in refused("a\0b")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "huge.yaml"
    with open(file, "wb") as stream:
        stream.truncate(1 << 33)  # sparse: 8 GiB that no memory holds
    started = time.perf_counter()
    assert f"at most {LARGEST} are read" in refused(file)
    assert time.perf_counter() - started < 0.5
    with pytest.raises(ScenarioError, match="characters; at most"):
        from_text("x" * (LARGEST + 1))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    assert refused(tmp_path / "pipe.yaml").endswith("is not an ordinary file")


def test_a_byte_order_mark_and_carriage_returns_are_no_matter(tmp_path):
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load(file) == from_text(TEXT)


def test_all_faults_are_said_at_once():
    with pytest.raises(ScenarioError) as raised:
        from_text("name: 1\nseed: -1\nmodel: x\nnetwork: {generator: y}\nplans: {a: {seeds: []}}\nextra: 1\n")
    assert [fault.path for fault in raised.value.faults] == ["name", "seed", "extra"]
    assert [fault.place.line for fault in raised.value.faults] == [1, 2, 6]
    with pytest.raises(ScenarioError) as raised:
        from_text("name: t\nmodel: x\nnetwork: {generator: y}\nplans: {a: {seeds: {choose: z, count: 1}}}\n")
    assert [fault.path for fault in raised.value.faults] == ["model", "network/generator", "plans/a/seeds/0/choose"]


@pytest.mark.parametrize(
    "data",
    [
        {"name": float("nan")},
        {"name": object()},
        {"name": "\ud800"},
        {1: 2},
        [1],
        {"name": {1, 2}},
    ],
)
def test_plain_data_is_checked_as_a_file_is(data):
    with pytest.raises(ScenarioError):
        from_dict(data)


def test_a_deep_list_from_python_is_refused():
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ScenarioError, match="is not plain data"):
        from_dict({"name": deep})


# -- extends


def chain(folder, length):
    for number in range(length):
        (folder / f"{number}.yaml").write_text(f"extends: {number + 1}.yaml\n")
    (folder / f"{length}.yaml").write_text(TEXT)


def test_a_chain_of_bases_is_followed_and_a_long_one_refused(tmp_path):
    chain(tmp_path, 9)
    assert load(tmp_path / "0.yaml").name == "t"
    chain(tmp_path, 30)
    assert "at most 10 are allowed" in refused(tmp_path / "0.yaml")


def test_a_fault_is_shown_where_it_was_written(tmp_path):
    (tmp_path / "base.yaml").write_text(TEXT.replace("seed: 1", "seed: one"))
    (tmp_path / "over.yaml").write_text("extends: base.yaml\nname: 7\n")
    message = refused(tmp_path / "over.yaml")
    assert "base.yaml, line 2, column 7: seed is one" in message
    assert "over.yaml, line 2, column 7: name is 7" in message


def test_a_base_may_lie_in_a_folder_below_and_go_back_up(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "ground.yaml").write_text(TEXT)
    (tmp_path / "inner" / "base.yaml").write_text("extends: ../ground.yaml\nseed: 5\n")
    (tmp_path / "over.yaml").write_text("extends: inner/base.yaml\n")
    assert load(tmp_path / "over.yaml").seed == 5
    assert "lies outside" in refused(tmp_path / "inner" / "base.yaml")


def test_two_files_that_extend_each_other(tmp_path):
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n")
    assert "leads back to itself: a.yaml -> b.yaml -> a.yaml" in refused(tmp_path / "a.yaml")


def test_null_takes_a_key_of_the_base_away(tmp_path):
    (tmp_path / "base.yaml").write_text(TEXT.replace("plans: {", "plans: {b: {seeds: []}, "))
    plan = "plans: {a: {seeds: {count: ~, budget: 50}}, b: ~}\nprices: {per_follower: 1, currency: CNY}\n"
    (tmp_path / "over.yaml").write_text("extends: base.yaml\n" + plan)
    plans = load(tmp_path / "over.yaml").plans
    assert list(plans) == ["a"]
    group = plans["a"].seeds[0]
    assert (group.choose, group.count, group.budget) == ("at_random", None, 50)


# -- paths


def test_a_link_does_not_lead_out(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("0 1\n")
    try:
        (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(ValueError, match="lies outside"):
        allowed_path("link.txt", inside)


@pytest.mark.parametrize("text", ["", ".", "..", "a/../..", "/etc/passwd", "\\\\server\\x", "c:x", "~root/x", "a\0b"])
def test_paths_that_are_refused(text, tmp_path):
    with pytest.raises(ValueError, match=r"outside|relative|must be a path"):
        allowed_path(text, tmp_path)


def test_the_data_folder_is_named_and_not_left(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    (data / "edges.txt").write_text("0 1\n")
    (tmp_path / "secret.txt").write_text("0 1\n")
    monkeypatch.setenv("SEEDCAST_DATA", str(data))
    text = TEXT.replace("{generator: kol_communities, accounts: 100}", "{file: %s, edge_means: follows}")
    scenario = from_text(text % "$SEEDCAST_DATA/edges.txt", tmp_path)
    assert scenario.network.file == (data / "edges.txt").resolve()
    assert scenario.resolved()["network"]["file"] == "$SEEDCAST_DATA/edges.txt"  # no path of this machine
    for path in ("$SEEDCAST_DATA/../secret.txt", "$SEEDCAST_DATA//etc/hostname", "$SEEDCAST_DATA", "$PATH/x"):
        with pytest.raises(ScenarioError):
            from_text(text % path, tmp_path)
    monkeypatch.delenv("SEEDCAST_DATA")
    with pytest.raises(ScenarioError, match="SEEDCAST_DATA is not set"):
        from_text(text % "$SEEDCAST_DATA/edges.txt", tmp_path)
