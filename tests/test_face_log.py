"""What the command line writes of one world of a campaign: every event, as in the table of events."""

import pandas

from sim.experiment import compare, replay
from sim.face import story
from sim.scenario import from_text

TEXT = """\
name: t
seed: 3
model: campaign
horizon: 2 days
network: {generator: kol_communities, accounts: 400}
plans: {few: {seeds: {choose: top_followers, count: 2}}}
compare: {replicates: 4, added_reach: 0, record: [events]}
"""


def test_a_replayed_world_of_a_campaign_is_written_as_its_log(tmp_path):
    result = compare(from_text(TEXT), out=tmp_path, threads=1)
    story(replay(result.folder, 2), tmp_path / "all.csv")
    written = pandas.read_csv(tmp_path / "all.csv", keep_default_na=False)
    kept = result.events[result.events["replicate"] == 2].reset_index(drop=True)
    assert len(written) == len(kept) > 10
    assert written["kind"].tolist() == kept["kind"].astype(str).tolist()
    assert (written["time"] - kept["time"]).abs().max() < 1e-9
    assert (written["post"] == kept["post"]).all()
    assert set(written["post_kind"]) <= {"owned", "share"}
