"""What the campaign's kernels read and write: the world, the plan, and one thread's memory.

Memory that follows the accounts is made once; memory that follows what happens (posts, offers, impressions) grows:
a kernel that has no room for the next event stops before it and says what is full.
"""

from typing import Any, Final, NamedTuple

import numpy as np

NONE: Final = -1

OWNED: Final = 1
PAID: Final = 2
SHARED: Final = 3
"""Kinds of posts."""

BIN_SECONDS: Final = 60.0
BINS: Final = 8192
"""Sessions wait in a ring of bins by the minute, nearly six days around."""

DONE: Final = 0
MORE_POSTS: Final = 1
MORE_OFFERS: Final = 2
MORE_CANDIDATES: Final = 3
"""Why a kernel came back."""

POSTS, OFFERS, FREE, WAITING, HEAP, DUE, REACHED, TOUCHED, BIN, OFFERED, SEEN = range(11)
"""Places of the counters."""
COUNTERS: Final = 11


class World(NamedTuple):
    """What a plan cannot change; accounts by id."""

    offsets: np.ndarray  # int64[n + 1]: rows of the audience
    audience: np.ndarray  # int32[m]: followers, ascending in each row
    sessions: np.ndarray  # float32[n]: mean sessions a day
    inflow: np.ndarray  # float32[n]: mean posts of others a day
    personal: np.ndarray  # float32[n]: log-odds by which the account reacts more readily
    match: np.ndarray  # float32[n]: interest in the item, in standard deviations; all 0 for an item without topics
    base: np.ndarray  # float64[actions]: log-odds of each action at a usual impression
    rhythm: np.ndarray  # float64[25]: share of the sessions before each hour of a day
    numbers: np.ndarray  # float64[...]: the parameters, at the places below


DAYS, LOOKS, OFFERED_TIMES, KEEP, APPEAL_ITEM, APPEAL_POST, PROOF, TRUST = range(8)
TRUST_FOLLOWED, TRUST_SLOPE, DELAYED, DELAY_LOG, DELAY_SPREAD, MATCH = range(8, 14)
NUMBERS: Final = 14
"""Places of the parameters in ``World.numbers``."""


class Planned(NamedTuple):
    """The plan's posts, by time and then by identity."""

    author: np.ndarray  # int32[p]
    item: np.ndarray  # int32[p]
    kind: np.ndarray  # int32[p]: OWNED or PAID
    ordinal: np.ndarray  # int32[p]: by time among the posts of this author, item and kind
    at: np.ndarray  # float64[p]: seconds


class Work(NamedTuple):
    """Memory of one thread: 55 bytes an account, 108 a post, 12 an offer; clean between two replicates."""

    accounts: np.ndarray  # int32[n]: reached, in order; the first counter[REACHED] hold
    at: np.ndarray  # float64[n]: when
    by: np.ndarray  # int32[n]: by whose post; NONE for the authors of the plan's posts
    active: np.ndarray  # uint8[n]: 1 while the account counts as reached
    done: np.ndarray  # uint16[n]: the actions it has taken on the item, one bit each
    proof: np.ndarray  # int32[n]: followed accounts that shared the item to it
    inbox: np.ndarray  # int32[n]: its first offer, or NONE
    when: np.ndarray  # float64[n]: its next session, NEVER if it waits for none
    number: np.ndarray  # int64[n]: that session's number; NONE if nothing has to be undone for the account
    following: np.ndarray  # int32[n]: the next account in the same bin
    touched: np.ndarray  # int32[n]: accounts with anything to be undone
    bins: np.ndarray  # int32[BINS]: the first account of each bin
    heap: np.ndarray  # int32[n]: accounts of the present bin, the earliest session first
    author: np.ndarray  # int32[posts]
    parent: np.ndarray  # int32[posts]: the post that was shared, NONE for the plan's
    published: np.ndarray  # float64[posts]
    post_key: np.ndarray  # uint64[posts]
    appeal: np.ndarray  # float64[posts]: hidden appeal, in log-odds; a share has that of what it shares
    impressions: np.ndarray  # int64[posts]
    actions: np.ndarray  # int64[posts, actions]
    due: np.ndarray  # int32[posts]: posts that wait for their time, the earliest first
    offer_post: np.ndarray  # int32[offers]
    offer_next: np.ndarray  # int32[offers]
    offer_times: np.ndarray  # int32[offers]: in how many sessions it has been offered
    candidates: np.ndarray  # int32[candidates]: the offers of a session
    standing: np.ndarray  # float64[candidates]: logarithms
    counter: np.ndarray  # int64[COUNTERS]


BY_POST: Final = ("author", "parent", "published", "post_key", "appeal", "impressions", "actions", "due")
BY_OFFER: Final = ("offer_post", "offer_next", "offer_times")
BY_CANDIDATE: Final = ("candidates", "standing")


def new_work(account_count: int, action_count: int) -> Work:
    """A clean workspace."""
    from sim.models.campaign.days import NEVER

    n = account_count
    posts, offers, candidates = 1024, 4096, 256
    return Work(
        accounts=np.zeros(n, np.int32),
        at=np.zeros(n, np.float64),
        by=np.zeros(n, np.int32),
        active=np.zeros(n, np.uint8),
        done=np.zeros(n, np.uint16),
        proof=np.zeros(n, np.int32),
        inbox=np.full(n, NONE, np.int32),
        when=np.full(n, NEVER, np.float64),
        number=np.full(n, NONE, np.int64),
        following=np.full(n, NONE, np.int32),
        touched=np.zeros(n, np.int32),
        bins=np.full(BINS, NONE, np.int32),
        heap=np.zeros(n, np.int32),
        author=np.zeros(posts, np.int32),
        parent=np.zeros(posts, np.int32),
        published=np.zeros(posts, np.float64),
        post_key=np.zeros(posts, np.uint64),
        appeal=np.zeros(posts, np.float64),
        impressions=np.zeros(posts, np.int64),
        actions=np.zeros((posts, action_count), np.int64),
        due=np.zeros(posts, np.int32),
        offer_post=np.zeros(offers, np.int32),
        offer_next=np.zeros(offers, np.int32),
        offer_times=np.zeros(offers, np.int32),
        candidates=np.zeros(candidates, np.int32),
        standing=np.zeros(candidates, np.float64),
        counter=np.zeros(COUNTERS, np.int64),
    )


def grown(work: Work, what: int) -> Work:
    """The workspace with twice the room for what is full."""
    names = {MORE_POSTS: BY_POST, MORE_OFFERS: BY_OFFER, MORE_CANDIDATES: BY_CANDIDATE}[what]
    larger: dict[str, Any] = {}
    for name in names:
        old = getattr(work, name)
        larger[name] = np.zeros((2 * len(old), *old.shape[1:]), old.dtype)
        larger[name][: len(old)] = old
    return work._replace(**larger)
