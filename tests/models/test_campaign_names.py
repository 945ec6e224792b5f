"""What stands in keys is a name, never a place: the order of items, segments and rumours changes nothing that happens,
and neither does one more item that nobody posts."""

import numpy as np
import pytest
from campaign_scenes import key_of, network_of

from sim.models import campaign
from sim.models.campaign.occasions import Rumour
from sim.segments import segment_of
from sim.world import OWNED, PAID, Item, Plan, PlannedPost, Push

FILM = Item("film", format="video", utility=0.8, discount=0.2)
DIARY = Item("diary", arousal=0.8)
UNUSED = Item("draft", utility=1.0)
SEGMENTS = {"young": {"share": 0.3, "demand": 2.0}, "old": {"share": 0.2, "price_sensitivity": 0.9}}
RUMOURS = ({"at": 0.5, "accounts": 3, "real": False}, {"at": 1.0, "accounts": 4, "stance": -0.3})


def events(content, segments=("young", "old"), rumours=(0, 1), names=("film", "diary")):
    """What happens, item numbers told as names."""
    places = {item.name: place for place, item in enumerate(content)}
    film, diary = (places[name] for name in names)
    network = network_of(400, 2)
    parameters = campaign.Parameters(
        days=3,
        product={"orders_a_day": 0.02, "delivery_days": 0.1},
        audience={name: SEGMENTS[name] for name in segments},
        occasions={"rumours": [RUMOURS[place] for place in rumours]},
        platform={"preset": "x_2026", "ad_load": 0.2},
        share_level=-2.0,
        opt_out=0.1,
    )
    world = campaign.prepare(network, parameters, tuple(content), 3)
    posts = tuple(
        PlannedPost(author, item, PAID if author == 9 else OWNED, 3600.0) for author in (5, 9) for item in (film, diary)
    )
    assert {post.kind for post in posts} == {OWNED, PAID}
    pushes = tuple(Push("ads", item, 0.0, 2 * 86400.0, 40, 1000) for item in (film, diary))
    found = campaign.simulate(world, Plan(np.zeros(0, np.int64), posts, pushes), key_of(1), campaign.workspace(world))
    told = {name: np.array(array) for name, array in found.events.items()}
    all_names = [item.name for item in content] + [f"other {k}" for k in range(9)]
    told["post_item"] = np.array([all_names[place] for place in told["post_item"]])
    return told


@pytest.fixture(scope="module")
def usual():
    return events((FILM, DIARY))


def same(usual, other):
    return [
        name for name in usual if not np.array_equal(usual[name], other[name], equal_nan=usual[name].dtype.kind == "f")
    ]


def test_enough_happens(usual):
    assert len(usual["seen_at"]) > 100
    assert len(usual["order_at"]) > 5
    assert (usual["post_kind"] == 6).sum() == 7  # those who begin the rumours


@pytest.mark.parametrize(
    "other",
    [
        {"content": (DIARY, FILM)},
        {"content": (UNUSED, FILM, DIARY)},
        {"content": (FILM, DIARY, UNUSED)},
        {"content": (FILM, DIARY), "segments": ("old", "young")},
        {"content": (FILM, DIARY), "rumours": (1, 0)},
    ],
    ids=[
        "items turned round",
        "an unused item before",
        "an unused item behind",
        "segments turned round",
        "rumours turned round",
    ],
)
def test_places_change_nothing(usual, other):
    assert same(usual, events(**other)) == []


def test_a_name_does_change_the_luck(usual):
    """A control: another name is another item."""
    renamed = (Item("clip", format="video", utility=0.8, discount=0.2), DIARY)
    assert "seen_at" in same(usual, events(renamed, names=("clip", "diary")))


def test_a_segment_that_grows_keeps_its_members():
    network = network_of(4000, 2)

    def parts(**shares):
        audience = campaign.Parameters(audience={name: {"share": share} for name, share in shares.items()}).audience
        return segment_of(network, audience, 7)

    small, large = parts(a=0.2, b=0.3), parts(a=0.3, b=0.3)
    assert (large[small == 0] == 0).all()
    for place, share in ((0, 0.3), (1, 0.3), (-1, 0.4)):
        assert abs((large == place).mean() - share) < 4 * (share * (1 - share) / 4000) ** 0.5
    assert (parts(b=0.3, a=0.2) == np.array([1, 0, -1])[small]).all()
    assert (small[large == 1] == 1).mean() > 0.85  # who was in b mostly stays there


def test_rumours_are_put_in_order_of_time():
    given = campaign.Parameters(occasions={"rumours": [{"at": 2}, {"at": 1}]}).occasions.rumours
    assert given == (Rumour(at=1), Rumour(at=2))
