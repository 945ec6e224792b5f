"""What a run is said to take before it begins, held against what it then takes."""

import time
from dataclasses import replace

import pytest

from sim.experiment import compare, point, sweep
from sim.experiment.layout import ROUND
from sim.experiment.pace import LESS, MORE, Pace, announced
from sim.experiment.progress import Silent
from sim.scenario import from_text

TEXT = """\
name: pace
seed: 3
model: {independent_cascade: {probability: .03}}
network: {generator: kol_communities, accounts: 20000%(more)s}
plans: {one: {seeds: {choose: top_followers, count: 20}}, other: {seeds: {choose: degree_discount, count: 20}}}
"""
UNCERTAIN = "uncertain: {model/independent_cascade/probability: {low: .02, high: .04, source: guess}}\n"


class Listener(Silent):
    """Remembers what is said, and when in processor time."""

    def __init__(self):
        self.said, self.at = [], 0.0

    def say(self, text):
        self.said.append(text)
        self.at = time.process_time()


def taken(text):
    """What was announced, and the processor time that it took from then on."""
    listener = Listener()
    scenario = from_text(text)
    (compare if scenario.sweep is None else sweep)(scenario, out=None, threads=1, progress=listener)
    took = time.process_time() - listener.at
    (said,) = [one for one in listener.said if "core's work" in one]
    return said, took


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """All kernels that a run needs, those of its pictures too: what compiling takes is no part of what is announced."""
    compare(from_text(TEXT.replace("20000", "300") % {"more": ""} + "compare: {replicates: 20}\n"), out=None)


@pytest.mark.parametrize(
    ("more", "after"),
    [
        ("", "compare: {replicates: 300}\n"),
        ("", "compare: {replicates: 300}\n" + UNCERTAIN),
        (", realisations: 6", "compare: {replicates: 120}\n"),
        ("", "compare: {replicates: 100}\nsweep: {grid: {content/post/quality: [.3, .4, .5, .6]}}\n"),
    ],
    ids=["one world", "draws", "networks", "a sweep"],
)
def test_the_time_that_is_announced_is_the_time_that_it_takes(more, after, monkeypatch):
    seconds = []
    measured = Pace.seconds

    def kept(self, *arguments):
        seconds.append(measured(self, *arguments))
        return seconds[-1]

    monkeypatch.setattr(Pace, "seconds", kept)
    said, took = taken(TEXT % {"more": more} + after)
    ((low, high),) = seconds
    assert high / low < 3, "a range that says something"
    assert low < 1.3 * took  # the verdict and the tables are in it, too
    assert took < 1.3 * high + 1.0
    assert "of one core's work" in said


def test_the_least_of_a_rule_that_may_stop_is_its_first_look():
    until = "compare: {until: {confidence: .95, matters: 1%, max_replicates: 400}}\n"
    said, _ = taken(TEXT.replace("20000", "500") % {"more": ""} + until)
    assert said.startswith("200 to 400 worlds under 2 plans: ")


def test_what_is_run_after_it_is_named():
    bare = from_text(TEXT % {"more": ""})
    asked = replace(bare, compare=replace(bare.compare, removal=5))
    for scenario, named in ((bare, False), (asked, True)):
        told = announced(scenario, Pace(1.0), (10, 10), 1, 1)
        assert ("; who brought what is run after it" in told) == named


def test_networks_and_draws_are_counted_as_often_as_they_are_made():
    pace = Pace(judging=0.0, making=2.0)
    assert pace.seconds((100, 100), 10, 1) == (LESS * 18, MORE * 18)
    assert pace.seconds((100, 100), 10, 5) == (LESS * 98, MORE * 98)
    assert pace.seconds((100, 100), 1, 1) == (0.0, 0.0)
    assert pace.seconds((50, 100), 10, 1) == (LESS * 8, MORE * 18)


def test_what_was_done_before_is_told_apart_and_a_small_size_is_not_nothing(tmp_path):
    text = TEXT.replace("20000", "300") % {"more": ""} + "compare: {replicates: 30}\n"
    scenario, listener = from_text(text), Listener()
    compare(scenario, out=tmp_path / "whole", threads=1, progress=listener)
    assert "less than 0.1 MB on disk" in listener.said[0]
    assert "that are there" not in listener.said[0]
    asked = replace(scenario, compare=replace(scenario.compare, removal=0))
    told = announced(asked, Pace(1.0), (12, 12), 1, 1, 18)
    assert told.startswith("12 worlds (and 18 that are there) under 2 plans: about 8 to 18 s")


def test_worlds_of_parts_on_disk_are_not_announced_again(tmp_path):
    class Stops(Listener):
        done = 0

        def advance(self, worlds):
            self.done += worlds
            if self.done >= 2 * ROUND:
                raise KeyboardInterrupt

    text = TEXT.replace("20000", "300") % {"more": ""} + f"compare: {{replicates: {3 * ROUND}}}\n"
    with pytest.raises(KeyboardInterrupt):
        compare(from_text(text), out=tmp_path, threads=1, progress=Stops())
    listener = Listener()
    compare(from_text(text), out=tmp_path, threads=1, progress=listener)
    (said,) = [one for one in listener.said if "core's work" in one]
    assert said.startswith(f"{2 * ROUND:,} worlds (and {ROUND:,} that are there) under 2 plans")


def test_the_time_before_the_estimate_is_told_where_it_was_long(monkeypatch):
    monkeypatch.setattr(point, "TOLD_FROM", 0.0)
    listener = Listener()
    text = TEXT.replace("20000", "300") % {"more": ""} + "compare: {replicates: 20}\n"
    compare(from_text(text), out=None, threads=1, progress=listener)
    assert listener.said[0].endswith("; making the first ones took 0 s")
