"""Real KOLs bound to accounts: who acts for whom, in any order of the file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.binding import TOPIC_WORDS, BindingError, bind, quoted_cents
from sim.files.candidates import KolRow
from sim.generators.kol_presets import TOPICS
from sim.network import Network

AUDIENCES = (400, 200, 200, 100, 100, 50, 10, 10, 10, 1)
"""Followers of the accounts 0 .. 9; the others have none."""


def network_of(audiences=AUDIENCES, *, topics=(), leading=(), community=None):
    """Accounts with these followers; ``leading[c]`` is the topic in which community c is most interested."""
    count = max(audiences) + 1
    source = np.concatenate([np.full(followers, account) for account, followers in enumerate(audiences)])
    target = np.concatenate(
        [np.arange(followers) + (np.arange(followers) >= account) for account, followers in enumerate(audiences)]
    )
    attributes, about = {}, {}
    if topics:
        community = np.asarray(community)[np.arange(count) % len(community)]
        interests = np.full((count, len(topics)), 0.1)
        for c, topic in enumerate(leading):
            interests[community == c, topics.index(topic)] = 0.9
        attributes, about = {"community": community, "interests": interests}, {"topics": list(topics)}
    return Network.from_edges(source, target, count, attributes=attributes, about=about)


PLAIN = network_of()
TWO = network_of(topics=("food", "news"), leading=("food", "news"), community=[0, 1])
"""Even accounts are of food, odd ones of news."""


def accounts(bound):
    return {one.kol.name: one.account for one in bound}


def test_the_network_is_what_the_tests_think():
    assert PLAIN.followers[: len(AUDIENCES)].tolist() == list(AUDIENCES)
    assert not PLAIN.followers[len(AUDIENCES) :].any()


def test_the_nearest_by_ratio():
    """23 is nearer to 10 than to 50 by difference, but not by ratio: the middle is the root of 500."""
    assert accounts(bind(PLAIN, [KolRow("a", 19)])) == {"a": 6}
    assert accounts(bind(PLAIN, [KolRow("a", 22)])) == {"a": 6}
    assert accounts(bind(PLAIN, [KolRow("a", 23)])) == {"a": 5}


def test_equal_accounts_by_id_equal_kols_by_name():
    rows = [KolRow(name, 10) for name in "dcab"]
    assert accounts(bind(PLAIN, rows)) == {"a": 6, "b": 7, "c": 8, "d": 5}  # 50 is nearer to 10 than 1 is


def test_the_largest_come_first():
    assert accounts(bind(PLAIN, [KolRow("a", 390), KolRow("b", 401), KolRow("c", 380)])) == {"b": 0, "a": 1, "c": 2}


def test_followers_are_scaled_by_what_an_account_stands_for():
    people = 60.0 * len(PLAIN)
    (bound,) = bind(PLAIN, [KolRow("a", 6300)], represents=people)
    assert bound.account == 3
    assert bound.scaled_followers == 105.0
    assert bound.account_followers == 100
    assert bound.ratio == 100 / 105
    assert bound.sentence == "a (6,300 followers) is account 3, followed by 6,000 people: 5% fewer"
    (other,) = bind(PLAIN, [KolRow("a", 6300)], represents=people / 2)
    assert other.account == 1


def test_who_is_beyond_the_largest_is_told_by_how_much():
    people = 60.0 * len(PLAIN)
    first, second = bind(PLAIN, [KolRow("a", 24_060), KolRow("b", 24_050)], represents=people)
    assert (first.account, second.account) == (0, 1)
    assert "as many" in first.sentence
    assert second.sentence == "b (24,050 followers) is account 1, followed by 12,000 people: 2.0 times fewer"
    two = network_of(topics=("food", "news"), leading=("food", "news"), community=[1, 0])
    (bound,) = bind(two, [KolRow("a", 24_000, topic="food")], represents=people)
    assert bound.ratio == 0.5
    assert bound.sentence == (
        "a (24,000 followers) is account 1 in food, followed by 12,000 people: 2.0 times fewer, "
        "and no account there has more"
    )


def test_who_gets_more_than_he_has():
    alone = network_of([5])
    (bound,) = bind(alone, [KolRow("a", 2)])
    assert bound.sentence == "a (2 followers) is account 0, followed by 5 people: 2.5 times more"


def test_of_a_topics_community():
    rows = [KolRow("a", 200, topic="food"), KolRow("b", 200, topic="news"), KolRow("c", 10, topic="NEWS")]
    assert accounts(bind(TWO, rows)) == {"a": 2, "b": 1, "c": 7}
    assert accounts(bind(TWO, [KolRow("c", 10, topic="food")])) == {"c": 6}
    assert accounts(bind(TWO, [KolRow("c", 400, topic="news")])) == {"c": 1}
    assert accounts(bind(TWO, [KolRow("c", 400)])) == {"c": 0}


def test_other_words_for_topics():
    assert set(TOPIC_WORDS) == set(TOPICS)
    words = [word for words in TOPIC_WORDS.values() for word in words]
    assert len(words) == len(set(words))
    assert accounts(bind(TWO, [KolRow("c", 400, topic="资讯"), KolRow("d", 1, topic="美食")])) == {"c": 1, "d": 6}
    assert "sports" in TOPIC_WORDS["sport"]  # as English tables write it


def test_a_topic_that_leads_nowhere_has_the_community_most_interested_in_it():
    network = network_of(topics=("food", "news", "tech"), leading=("food", "news"), community=[0, 1])
    interests = network.attributes["interests"].copy()
    interests[1::2, 2] = 0.2
    leaning = Network(
        network.audience_offsets,
        network.audience,
        attributes={"community": network.attributes["community"], "interests": interests},
        about=network.about,
    )
    assert accounts(bind(leaning, [KolRow("a", 400, topic="tech")])) == {"a": 1}


def test_a_network_without_topics_says_so():
    (bound,) = bind(PLAIN, [KolRow("a", 400, topic="food")])
    assert bound.account == 0
    assert "(the network has no topics)" in bound.sentence


def test_platforms_are_asked_for_where_there_are_several():
    odd = np.arange(len(PLAIN)) % 2 == 1
    rows = [KolRow("a", 400, "weibo"), KolRow("a", 400, "douyin")]
    both = {"weibo": odd, "douyin": ~odd}
    assert [(one.kol.platform, one.account) for one in bind(PLAIN, rows, members=both)] == [("douyin", 0), ("weibo", 1)]
    assert [one.account for one in bind(PLAIN, rows, members={"weibo": odd})] == [0, 1]
    with pytest.raises(BindingError, match="'b' is on 'wechat'; allowed: weibo, douyin"):
        bind(PLAIN, [KolRow("b", 5, "wechat")], members=both)
    with pytest.raises(BindingError, match="'b' has no platform; allowed: weibo, douyin"):
        bind(PLAIN, [KolRow("b", 5)], members=both)
    with pytest.raises(BindingError, match="'b' finds no account: nobody on weibo has followers"):
        bind(PLAIN, [KolRow("b", 5, "weibo")], members={"weibo": odd & False, "douyin": odd})


KOLS = st.builds(
    KolRow,
    name=st.text("abcdef", min_size=1, max_size=3),
    followers=st.integers(1, 600),
    topic=st.sampled_from([None, "food", "news"]),
    image_cents=st.integers(1, 10**9) | st.none(),
)


@given(
    st.lists(KOLS, max_size=4, unique_by=lambda row: row.name).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    ),
    st.sampled_from([None, 401.0, 40_100.0]),
)
def test_the_order_of_the_file_makes_no_difference(case, represents):
    rows, shuffled = case
    people = 401.0 if represents is None else represents
    rows = [row for row in rows if row.followers <= people]
    shuffled = [row for row in shuffled if row.followers <= people]
    bound = bind(TWO, rows, represents=represents)
    assert bound == bind(TWO, shuffled, represents=represents)
    chosen = [one.account for one in bound]
    assert len(chosen) == len(set(chosen)) == len(rows)
    for place, one in enumerate(bound):  # whoever is served finds no free account that is nearer
        free = np.flatnonzero((TWO.followers > 0) & ~np.isin(np.arange(len(TWO)), chosen[:place]))
        if one.kol.topic:
            free = free[free % 2 == ("food", "news").index(one.kol.topic)]
        off = np.maximum(TWO.followers[free] / one.scaled_followers, one.scaled_followers / TWO.followers[free])
        mine = max(one.ratio, 1 / one.ratio)
        assert mine <= off.min() * (1 + 1e-12)
        assert one.account in free


def test_a_rule_that_went_by_the_order_would_be_seen():
    """Negative control: serving KOLs as the file lists them gives two bindings of two orders."""
    rows = [KolRow("a", 400), KolRow("b", 390)]

    def as_listed(rows):
        taken: list[int] = []
        for row in rows:
            off = np.abs(np.log(np.maximum(PLAIN.followers, 0.1) / row.followers))
            taken.append(next(int(u) for u in np.argsort(off, kind="stable") if u not in taken))
        return dict(zip([row.name for row in rows], taken, strict=True))

    assert as_listed(rows) != as_listed(rows[::-1])
    assert accounts(bind(PLAIN, rows)) == accounts(bind(PLAIN, rows[::-1])) == {"a": 0, "b": 1}


def test_nobody_is_bound_to_nobody():
    assert bind(PLAIN, []) == ()


TOO_MANY = [KolRow(f"a{i}", 5) for i in range(11)]
OF_FOOD = [KolRow(f"a{i}", 9 - i, topic="food") for i in range(6)]


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        (
            [KolRow("a", 5, topic="cars")],
            {},
            "'a' is of the topic 'cars', which the network does not know",
        ),
        ([KolRow("a", 5, topic="cars")], {}, "food or 美食 or 餐饮"),
        ([KolRow("a", 402)], {}, "'a' has 402 followers, more than the 401 people for whom the network stands; allo"),
        ([KolRow("a", 402), KolRow("b", 500)], {}, "'b' has 500 followers, more than the 401 people"),
        ([KolRow("a", 402), KolRow("b", 500)], {}, "stands (and 1 other candidate too)"),
        ([KolRow("a", 5)], {"represents": 400}, "represents: 400 people for 401 accounts; allowed: at least one"),
        ([KolRow("a", 5)], {"represents": float("nan")}, "represents: nan"),
        ([KolRow("a", 5)], {"represents": float("inf")}, "represents: inf"),
        ([KolRow("a", 0)], {}, "'a' has 0 followers; allowed: at least 1"),
        ([KolRow("a", 5), KolRow("a", 6)], {}, "'a' is named twice"),
        (TOO_MANY, {}, "11 candidates for 10 accounts with followers; allowed: at most one candidate an account"),
        (OF_FOOD, {}, "'a5' finds no account: KOLs with more followers have all 5 that there are in food; allowed"),
        ([KolRow("a", 5)], {"limits": (1, 2)}, "limits are [1, 2]; allowed: 3 ascending numbers"),
        ([KolRow("a", 5)], {"limits": (1, 3, 2)}, "limits are [1, 3, 2]"),
    ],
)
def test_what_cannot_be_bound(rows, options, message):
    with pytest.raises(BindingError) as caught:
        bind(TWO, rows, **options)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_quotes_by_format():
    rows = [KolRow("a", 400, image_cents=100, video_cents=250), KolRow("b", 50, video_cents=7), KolRow("c", 1)]
    bound = bind(PLAIN, rows)
    expected = {"image": {0: 100}, "text": {0: 100}, "video": {0: 250, 5: 7}, "live": {}}
    for format, quotes in expected.items():
        found = quoted_cents(bound, format, len(PLAIN))
        assert found.dtype == np.int64
        assert {int(u): int(found[u]) for u in np.flatnonzero(found >= 0)} == quotes
        assert set(found.tolist()) <= {-1, *quotes.values()}
    assert [one.cents("video") for one in bound] == [250, 7, None]
    with pytest.raises(BindingError, match="format 'story' is not allowed; allowed: text, image, video, live"):
        quoted_cents(bound, "story", len(PLAIN))


def test_on_a_platform_with_communities():
    network = sim.generate("kol_communities", accounts=5000, preset="xiaohongshu", seed=7)
    rows = [KolRow(f"{topic} {size}", size, topic=topic) for topic in TOPICS for size in (3_000, 12_000, 30_000)]
    bound = bind(network, rows, represents=2_000_000)
    assert len({one.account for one in bound}) == len(rows)
    interests, community = network.attributes["interests"], network.attributes["community"]
    for one in bound:
        members = interests[community == community[one.account]].mean(axis=0)
        assert TOPICS[int(members.argmax())] == one.kol.topic
        assert 0.5 < one.ratio < 2
        assert one.tier == ("koc" if one.kol.followers < 10_000 else "tail")
        assert f"account {one.account} in {one.kol.topic}" in one.sentence


def test_a_whole_table_is_bound_soon():
    """Ten thousand KOLs of one size, all beyond the largest account: the worst case for finding a free one."""
    import time

    network = sim.generate("kol_communities", accounts=20_000, preset="twitter", seed=7)
    rows = [KolRow(f"{i:05}", 20_000) for i in range(10_000)]
    started = time.process_time()
    bound = bind(network, rows)
    assert time.process_time() - started < 5
    assert [one.account_followers for one in bound] == sorted(network.followers.tolist(), reverse=True)[:10_000]
