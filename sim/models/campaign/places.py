"""Places: which number stands for what in the arrays of the campaign's kernels."""

from typing import Final

from sim.models.campaign.parameters import ACTIONS

NONE: Final = -1
ACTION_COUNT: Final = len(ACTIONS)

CLASSES: Final = 12
SAMPLES: Final = 2048
"""Ordinary posts' scores are kept by the viewer's time of absence, in so many classes of so many samples."""

SHARED: Final = 3
AD: Final = 4
"""Kinds of posts beside the plan's OWNED and PAID: a viewer's share, and what an ad shows."""

FEED: Final = 0
RECOMMENDED: Final = 1
BOOST: Final = 2
ADS: Final = 3
"""Channels of an impression: in the feed from a followed author, recommended by the platform, or paid for."""

BIN_SECONDS: Final = 60.0
BINS: Final = 8192
"""Sessions wait in a ring of bins by the minute, nearly six days around."""

DONE, PAUSED, MORE_POSTS, MORE_OFFERS, MORE_CANDIDATES, MORE_SEEN, MORE_CONTACTS, MORE_PAIRS = range(8)
MORE_MEETINGS, MORE_ORDERS = range(8, 10)
"""Why a kernel came back: nothing waits, the given time has come, or something is full."""

POSTS, OFFERS, FREE, WAITING, HEAP, DUE, REACHED, TOUCHED, BIN, OFFERED = range(10)
SEEN, CONTACTS, PAIRS, ORIGINS, TICK, STAGE, WALKED, LEFT = range(10, 18)
MEETINGS, MEETING, ORDERS, DAY_PASSED, TRACKING = range(18, 23)
"""Places of the counters."""
COUNTERS: Final = 23

INBOX, WHEN, SESSION, FOLLOWING, CONTACT, ACTIVE, AT, BY = range(8)
"""Columns of an account's row: its first offer, its next session (a time) and that session's number, the next account
in the same bin, its row among the contacts, whether it is reached, when, and by whose post."""
ROW: Final = 8
"""Words of an account's row: one line of the processor's cache."""

REACHED_LIST, TOUCHED_LIST, HEAP_LIST = range(3)
"""Lists of accounts: reached, in order; with anything to be undone; of the present bin, the earliest session first."""
LISTS: Final = 3

AUTHOR, ITEM, KIND, PARENT, ORIGIN, PUBLISHED, TRUST_IN, LIKING, DUE_POST, IMPRESSIONS = range(10)
ACTED_FROM: Final = 10
"""Columns of a post's row: the author, the item, the kind, the post that was shared (NONE for the plan's), its place
among the plan's posts, when it comes out, log trust in its author but for the tie, what all actions have in common, the
heap of posts that wait for their time (the earliest first), impressions, and how often each action was taken."""

OFFERED_POST, NEXT, STATE = range(3)
"""Columns of an offer: the post, the account's next offer, and twice the sessions in which it was offered, plus 1 for a
mutual tie."""

OFFER, SCORE, EARLIER = range(3)
"""Columns of a candidate: the offer, its score, and how many better ones are by the same author."""

EVENT_ACCOUNT, EVENT_POST, EVENT_WHAT = range(3)
ACTION_EVENT: Final = 16
LEAD_EVENT: Final = 64
"""What an event is: an impression by its channel, an action from ACTION_EVENT on, or a lead."""

ORDER_ACCOUNT, ORDER_POST, ORDER_AT, ORDER_CENTS, ORDER_INCREMENTAL, ORDER_RETURNED = range(6)
ORDER_ROW: Final = 6
"""Columns of an order: who, the post clicked last before or NONE, when, its value, whether it would not have happened
without the plan, and whether it was sent back."""

SHOWN, PAID_SHOWN, ATTITUDE, GOODWILL, TOLD_AT, CLICKED, CLICKED_AT, CONTACT_ACCOUNT = range(8)
"""Columns of a contact's row (an account that the campaign has met): impressions, those that were paid for, attitude
and goodwill as of the time of the last impression, the post clicked last and when, the account."""
BY_ITEM: Final = 8
"""From here on a contact has for each item the actions taken on it, one bit each, and then for each how many accounts
that it follows have shared it to the contact."""

OFTEN, INFLOW, READY, DEMANDS, BARGAINS, MATCHES = range(6)
"""Columns of ``World.person``: mean sessions a day, mean posts of others a day, log-odds by which the account reacts
more readily, orders a day without any campaign, how much a discount moves it, and its interest in each item."""

SELLING, STANCE, DISCOUNT, DISCLOSED, BASES = range(5)
"""Columns of ``World.item``: how far it only sells, its stance to the brand, the discount, whether it says that it is
paid for, and the log-odds of each action at a usual impression."""

DAYS, LOOKS_MEAN, OFFERED_TIMES, KEEP, APPEAL_ITEM, APPEAL_POST, PROOF, TRUST = range(8)
TRUST_FOLLOWED, TRUST_SLOPE, DELAYED, DELAY_LOG, DELAY_SPREAD, MATCH, TRUST_STRANGER, TRUST_BANNER = range(8, 16)
DISCLOSURE, FATIGUE, ATTITUDE_EFFECT, ATTITUDE_RATE, FORGETTING, COMMERCIAL, TICK_SECONDS, AD_LOAD = range(16, 24)
OUT_SHARE, OUT_BETA, OUT_CAP, OUT_MATCH, OUT_SUPPLY, PEOPLE_EACH, ORDER_LOG, ORDER_SPREAD = range(24, 32)
RETURNS, GOODWILL_EFFECT, GOODWILL_FORGETTING, LEAD_RATE, ORDER_RATE, DISCOUNT_EFFECT, SELLS = range(32, 39)
TRACKS, TICKS, OUT_POSTS = range(39, 42)
RATES: Final = 42
GAPS: Final = RATES + ACTION_COUNT
NUMBERS: Final = GAPS + CLASSES
"""Places of the parameters in ``World.numbers``; then how often ordinary posts meet each action, and the upper ends of
the classes of absence in hours."""

FROM, CHRONOLOGICAL, RECENCY, STRANGER, FLOOR, DECAY, PRIOR, PREDICTED_MATCH, NOISE, PRIOR_VALUE, OUT_MEAN = range(11)
WEIGHTS: Final = 11
"""Places of the platform's settings in a row of ``World.feed``; then the weights of the actions."""

ORIGIN_POST, CHANGED, COUNT = range(3)
VISIBLE: Final = COUNT + 1 + ACTION_COUNT
PREDICTED: Final = VISIBLE + 1 + ACTION_COUNT
TALLY: Final = PREDICTED + ACTION_COUNT
"""Columns of the counters of one of the plan's posts: which one, whether they have moved since the last tick,
impressions and actions up to now, the same as they stood at the last tick, and the log-odds that the feed predicts from
them."""

NEW, OLD = 0, 1
"""Posts of others that have come since the last session, and those left over from it."""


CHANNEL, START, END, CENTS, PRICE, CAP, PUSHED_ITEM, RETARGETS, PUSH_ORDINAL = range(9)
PUSH: Final = 9
"""Columns of a push: its channel, when it starts and ends (seconds), its money and what an impression costs (cents),
most impressions an account, the item, whether it goes only to who has clicked, and its ordinal by time among the pushes
of this channel and item."""
