"""What the campaign's kernels read and write: the world, the plan, and one thread's memory.

Tables of float64 hold what belongs together in one row (their columns stand in :mod:`sim.models.campaign.places`): a
row is read with one miss of the cache, and few arrays travel from kernel to kernel. Whole numbers in them are exact.

Memory that follows the accounts is made once; memory that follows what happens (posts, offers, impressions) grows:
a kernel that has no room for the next event stops before it and says what is full.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from sim.models.campaign import places
from sim.models.campaign.days import NEVER
from sim.models.campaign.places import NONE


class World(NamedTuple):
    """What a plan cannot change, on one platform; accounts by id."""

    offsets: np.ndarray  # int64[n + 1]: rows of the audience
    audience: np.ndarray  # int32[m]: followers, ascending in each row
    mutual: np.ndarray  # uint8[m]: 1 if the follower is followed back
    person: np.ndarray  # float32[n, 8 + items]: what the account is like
    rhythm: np.ndarray  # float64[25]: share of the sessions before each hour of a day
    item: np.ndarray  # float64[items, 11 + actions + items]: what the item is like; the last one is an ordinary post
    numbers: np.ndarray  # float64[NUMBERS]: the parameters
    feed: np.ndarray  # float64[parts, 19 + actions]: the platform's settings, one row from each of its changes on;
    # rows from NEVER on fill up what another platform has more
    scores: np.ndarray  # float64[parts, 2, classes, samples + 1]: ordinary posts' scores, new and left over, ascending,
    # and the mean distance by which they go on beyond the last one
    segment: np.ndarray  # int32[n]: place in the audience, -1 for none
    failure: np.ndarray  # float64[failures, 3]: from when, until when (seconds), the product's quality in between
    pools: np.ndarray  # float64[pools, 3]: size beside the first, likes and completions that open the next


SHARED: Final = ("audience", "mutual", "segment", "failure")
"""Arrays that stand in one for all platforms."""


class Worlds(NamedTuple):
    """All platforms: the arrays of each in one, the platform first. The accounts are the same on all of them."""

    offsets: np.ndarray  # int64[platforms, n + 1]: into the audience of all
    audience: np.ndarray  # int32[all m]
    mutual: np.ndarray  # uint8[all m]
    person: np.ndarray
    rhythm: np.ndarray
    item: np.ndarray
    numbers: np.ndarray
    feed: np.ndarray
    scores: np.ndarray
    segment: np.ndarray  # int32[n]
    failure: np.ndarray
    pools: np.ndarray
    home: np.ndarray  # uint8[n]: the platform on which the account is most often

    def on(self, platform: int) -> World:
        """The world on one platform (0 is the first)."""
        arrays = {name: getattr(self, name) for name in World._fields}
        return World(**{name: array if name in SHARED else array[platform] for name, array in arrays.items()})


class Planned(NamedTuple):
    """The plan's posts, by time and then by identity, and what it pays for."""

    post: np.ndarray  # float64[p, 10]: see places
    push: np.ndarray  # float64[pushes, 13]: see places; the competitors' first
    aimed: np.ndarray  # int32[k]: the accounts that each push is aimed at, ascending in each; none for who goes to all
    aimed_from: np.ndarray  # int64[pushes + 1]: rows of these
    lever: np.ndarray  # float64[levers, 12]: see places


class Work(NamedTuple):
    """Memory of one thread, clean between two replicates."""

    row: np.ndarray  # float64[seats, 8]: a row for each account on each platform, the first platform's first
    lists: np.ndarray  # int32[3, seats]: accounts reached, seats touched, and seats of the present bin
    bins: np.ndarray  # int32[BINS]: the first seat of each bin
    post: np.ndarray  # float64[posts, 16 + actions]
    post_key: np.ndarray  # uint64[posts]
    tally: np.ndarray  # float64[origins, TALLY]: counters of all posts but shares, which show those of their origin
    offer: np.ndarray  # int32[offers, 3]
    candidate: np.ndarray  # float64[candidates, 3]
    contact: np.ndarray  # float64[contacts, 20 + 4 items]
    event: np.ndarray  # int32[events, 3]
    event_at: np.ndarray  # float64[events]
    order: np.ndarray  # float64[orders, 7]
    order_key: np.ndarray  # uint64[orders]: below it what comes of the order
    pending: np.ndarray  # float64[orders, 4]: a heap of leads that have not decided yet
    case: np.ndarray  # float64[cases, 7]: complaints and comments, for the brand's care
    pair: np.ndarray  # uint64[pairs]: (thing, account)
    pair_count: np.ndarray  # int32[pairs, 2]: how often it was shown; where the pairs stand, as they came
    bought: np.ndarray  # int64[pushes, 4]: see places
    picked: np.ndarray  # int64[picked, 2]: (push, post) of the posts that a rule has picked for a boost
    lever: np.ndarray  # float64[levers, 6]: see places
    meeting: np.ndarray  # float64[meetings, 4]: where they are recorded: score, hours away, new or left over, post
    sums: np.ndarray  # float64[5]: see places
    counter: np.ndarray  # int64[COUNTERS]


GROWING: Final = {
    places.MORE_POSTS: ("post", "post_key"),
    places.MORE_OFFERS: ("offer",),
    places.MORE_CANDIDATES: ("candidate",),
    places.MORE_CONTACTS: ("contact",),
    places.MORE_SEEN: ("event", "event_at"),
    places.MORE_MEETINGS: ("meeting",),
    places.MORE_ORDERS: ("order", "order_key", "pending"),
    places.MORE_ORIGINS: ("tally",),
    places.MORE_CASES: ("case",),
}


def together(worlds: list[World]) -> Worlds:
    """All platforms in one; with one platform nothing is copied."""
    if len(worlds) == 1:
        home = np.zeros(worlds[0].person.shape[0], np.uint8)
        alone = {name: array if name in SHARED else array[None] for name, array in worlds[0]._asdict().items()}
        return Worlds(**alone, home=_frozen(home))
    edges = np.cumsum([0] + [len(world.audience) for world in worlds])
    often = np.stack([world.person[:, places.OFTEN] for world in worlds])
    accounts, arrays = often.shape[1], {}
    for name in ("person", "rhythm", "item"):
        arrays[name] = np.stack([getattr(world, name) for world in worlds])
    parts = max(len(world.feed) for world in worlds)
    arrays["feed"] = np.stack([_filled_up(world.feed, parts) for world in worlds])
    arrays["scores"] = np.stack([_filled_up(world.scores, parts) for world in worlds])
    for platform in range(len(worlds)):
        arrays["feed"][platform, len(worlds[platform].feed) :, places.FROM] = NEVER
    pools = max(len(world.pools) for world in worlds)
    arrays["pools"] = np.zeros((len(worlds), pools, 3))
    for platform, world in enumerate(worlds):
        arrays["pools"][platform, : len(world.pools)] = world.pools
    arrays["numbers"] = np.stack([world.numbers for world in worlds])
    arrays["numbers"][:, places.PLATFORM] = np.arange(len(worlds))
    arrays["numbers"][:, places.FIRST_SEAT] = np.arange(len(worlds)) * accounts
    for place in (places.TICKS, places.TRACKS):
        arrays["numbers"][:, place] = arrays["numbers"][:, place].max()
    arrays["offsets"] = np.stack([world.offsets + edge for world, edge in zip(worlds, edges[:-1], strict=True)])
    arrays["audience"] = np.concatenate([world.audience for world in worlds])
    arrays["mutual"] = np.concatenate([world.mutual for world in worlds])
    arrays["home"] = np.argmax(often, axis=0).astype(np.uint8)
    made = {name: _frozen(np.ascontiguousarray(array)) for name, array in arrays.items()}
    return Worlds(**made, segment=worlds[0].segment, failure=worlds[0].failure)


def _filled_up(rows: np.ndarray, count: int) -> np.ndarray:
    """So many rows, the last one again for those that are missing."""
    return np.concatenate([rows, *[rows[-1:]] * (count - len(rows))])


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def new_work(seat_count: int, item_count: int) -> Work:
    """A clean workspace; a seat is an account on a platform."""
    n, actions = seat_count, places.ACTION_COUNT
    row = aligned_rows(n)
    row[:, [places.INBOX, places.SESSION, places.FOLLOWING, places.CONTACT]] = NONE
    row[:, places.WHEN] = NEVER
    return Work(
        row=row,
        lists=np.zeros((places.LISTS, n), np.int32),
        bins=np.full(places.BINS, NONE, np.int32),
        post=np.zeros((1024, places.ACTED_FROM + actions), np.float64),
        post_key=np.zeros(1024, np.uint64),
        tally=np.zeros((16, places.TALLY), np.float64),
        offer=np.zeros((4096, 3), np.int32),
        candidate=np.zeros((256, 3), np.float64),
        contact=np.zeros((1024, places.BY_ITEM + 4 * item_count), np.float64),
        event=np.zeros((4096, 3), np.int32),
        event_at=np.zeros(4096, np.float64),
        order=np.zeros((1024, places.ORDER_ROW), np.float64),
        order_key=np.zeros(1024, np.uint64),
        pending=np.zeros((1024, places.PENDING_ROW), np.float64),
        case=np.zeros((64, places.CASE), np.float64),
        pair=np.zeros(1024, np.uint64),
        pair_count=np.zeros((1024, 2), np.int32),
        bought=np.zeros((1, 4), np.int64),
        picked=np.zeros((0, 2), np.int64),
        lever=np.zeros((1, places.LEVER_STATE), np.float64),
        meeting=np.zeros((1, 4), np.float64),
        sums=np.zeros(places.SUMS, np.float64),
        counter=np.zeros(places.COUNTERS, np.int64),
    )


def aligned_rows(count: int) -> np.ndarray:
    """Zeros (float64[count, ROW]) of which no row lies in two lines of the processor's cache."""
    line = 8 * places.ROW
    words = np.zeros(count * places.ROW + places.ROW, np.float64)
    skipped = -words.ctypes.data % line // 8
    return words[skipped : skipped + count * places.ROW].reshape(count, places.ROW)


def longer(array: np.ndarray, size: int) -> np.ndarray:
    """A copy with room for so many."""
    larger = np.zeros((size, *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger


def grown(work: Work, what: int) -> Work:
    """The workspace with twice the room for what is full."""
    if what == places.MORE_PAIRS:
        from sim.models.campaign.pairs import enter_again

        size = 2 * len(work.pair)
        larger = work._replace(pair=np.zeros(size, np.uint64), pair_count=np.zeros((size, 2), np.int32))
        enter_again(work.pair, work.pair_count, larger.pair, larger.pair_count)
        return larger
    return work._replace(**{name: longer(getattr(work, name), 2 * len(getattr(work, name))) for name in GROWING[what]})


def with_room_for(work: Work, planned: Planned) -> Work:
    """The workspace with room for the plan's posts, pushes and levers."""
    posts, pushes = len(planned.post) + len(planned.push) + len(planned.lever), len(planned.push)
    while len(work.post) < posts:
        work = grown(work, places.MORE_POSTS)
    while len(work.tally) < posts:
        work = grown(work, places.MORE_ORIGINS)
    if len(work.bought) < pushes:
        work = work._replace(bought=np.zeros((pushes, 4), np.int64))
    if len(work.lever) < len(planned.lever):
        work = work._replace(lever=np.zeros((len(planned.lever), places.LEVER_STATE), np.float64))
    if len(work.picked):
        work = work._replace(picked=np.zeros((0, 2), np.int64))
    return work


def planned(
    posts: list[tuple],
    pushes: list[tuple],
    aimed: list[np.ndarray | None] | None = None,
    levers: list[list[float]] | None = None,
    words: list[int] | None = None,
    known: Mapping[tuple[int, int], tuple[float, float]] | None = None,
    rivals: int = 0,
) -> Planned:
    """The plan as the kernels read it.

    Args:
        posts: (author, item, kind, second, whether it waits for a rule, place in the plan's posts, platform) of each,
            in any order; equal ones stay in theirs.
        pushes: (channel, start, end, cents, cents for an impression, cap, item, retargets, whether it waits for a rule,
            platform) of each, by identity.
        aimed: the accounts that each push is aimed at, ascending, or None for all.
        levers: rows as in places, by identity; their ordinals are filled in.
        words: what stands for each item in keys, by which posts of one author and second are put in order.
        known: (author, platform) -> (warmth, renown), of whom more is known.
        rivals: so many of the pushes, the first ones, are competitors'.
    """
    posts = sorted(posts, key=lambda post: (post[3], post[0], words[post[1]] if words else 0, post[2], post[6]))
    ordinals = _ordinals([(*post[:3], post[6]) for post in posts])
    usual, known = (0.0, 0.0), known or {}
    told = [(*post, n, *known.get((post[0], post[6]), usual)) for post, n in zip(posts, ordinals, strict=True)]
    ordinals = _ordinals([(push[0], push[6], push[9]) for push in pushes])
    lists = aimed or [None] * len(pushes)
    rows = [
        (*push[:8], n, *push[8:], one is not None, place < rivals)
        for place, (push, n, one) in enumerate(zip(pushes, ordinals, lists, strict=True))
    ]
    at = [np.zeros(0, np.int32) if one is None else one for one in lists]
    lever = np.array(levers or [], np.float64).reshape(-1, places.LEVER)
    lever[:, places.LEVER_ORDINAL] = _ordinals([(row[places.LEVER_KIND], row[places.LEVER_ITEM]) for row in lever])
    arrays: dict[str, np.ndarray] = {
        "post": np.array(told, np.float64).reshape(len(posts), places.PLANNED),
        "push": np.array(rows, np.float64).reshape(len(pushes), places.PUSH),
        "aimed": np.concatenate([np.zeros(0, np.int32), *at]).astype(np.int32),
        "aimed_from": np.cumsum([0, *map(len, at)], dtype=np.int64),
        "lever": lever,
    }
    for array in arrays.values():
        array.flags.writeable = False
    return Planned(**arrays)


def _ordinals(identities: list[tuple]) -> list[int]:
    """For each the number of equal ones before it."""
    so_far: dict[tuple, int] = {}
    found = []
    for identity in identities:
        found.append(so_far.get(identity, 0))
        so_far[identity] = found[-1] + 1
    return found
