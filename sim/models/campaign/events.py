"""What happened, in order: impressions by channel, actions, leads. Metrics read it."""

from sim.jit import inner_leaf
from sim.models.campaign.places import (
    EVENT_ACCOUNT,
    EVENT_POST,
    EVENT_WHAT,
    SEEN,
)


@inner_leaf
def write_event(work, account, post, what, now):
    """Write an event down; there must be room."""
    place = work.counter[SEEN]
    work.counter[SEEN] += 1
    work.event[place, EVENT_ACCOUNT] = account
    work.event[place, EVENT_POST] = post
    work.event[place, EVENT_WHAT] = what
    work.event_at[place] = now
