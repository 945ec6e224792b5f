"""Faults that a user makes with a table of KOLs and with commas: one sentence each, and none that is not so."""

import pytest

from sim.scenario import ScenarioError, from_text

TEXT = """\
name: t
seed: 1
currency: CNY
model: campaign
horizon: 3 days
network: {generator: kol_communities, accounts: 200, represents: 100000}
platform: {preset: xiaohongshu_ces_folklore}
candidates: {file: k.csv}
content: {film: {format: video}}
plans: {p: {actions: [{pay: {accounts: [Ann, Bob], item: film}}]}}
"""
HEADER = "name,platform,followers,quote_video\n"


def refused(text, folder="."):
    with pytest.raises(ScenarioError) as error:
        from_text(text, folder, name="t.yaml")
    return str(error.value).splitlines()


def test_who_is_named_from_a_table_that_cannot_be_read_is_no_fault_of_his(tmp_path):
    (tmp_path / "k.csv").write_text(HEADER + "Ann,,1000,500\nBob,,many,500\n")
    assert len(refused(TEXT, tmp_path)) == 1


def test_a_kol_stands_once_a_platform_by_whatever_name(tmp_path):
    (tmp_path / "k.csv").write_text(HEADER + "Ann,xiaohongshu,1000,500\nBob,,900,500\nAnn,,2000,700\n")
    (told,) = refused(TEXT, tmp_path)
    assert told.endswith("line 4 has Ann on the platform of line 2 once more; allowed: each KOL once a platform")


@pytest.mark.parametrize(("wrong", "right"), [("0,7", "0.7"), ("1,000", "1000"), ("1,20", "1.20"), ("0,05", "0.05")])
def test_a_comma_in_a_number(wrong, right):
    (told,) = refused(TEXT.replace("seed: 1", f"product: {{quality: {wrong}}}"))
    assert told.endswith(f"write quality: {right}")
