"""Places: which number stands for what in the arrays of the campaign's kernels."""

from typing import Final

from sim.models.campaign.effects import OF_VIEW
from sim.models.campaign.parameters import ACTIONS

NONE: Final = -1
ACTION_COUNT: Final = len(ACTIONS)

CLASSES: Final = 12
SAMPLES: Final = 2048
"""Ordinary posts' scores are kept by the viewer's time of absence, in so many classes of so many samples."""

SHARED: Final = 3
AD: Final = 4
RUMOUR: Final = 6
RIVAL: Final = 7
PRAISE: Final = 8
COMPLAINT: Final = 9
MESSAGE: Final = 10
"""Kinds of posts beside the plan's OWNED, PAID and TO_MEMBERS: a viewer's share, what an ad shows, what happens in the
world, what customers publish, and what they send to friends."""

FEED: Final = 0
RECOMMENDED: Final = 1
BOOST: Final = 2
ADS: Final = 3
COMMUNITY: Final = 4
FRIEND: Final = 5
"""Channels of an impression: in the feed from a followed author, recommended by the platform, paid for (two), opened by
a member, or sent by a friend."""

BIN_SECONDS: Final = 60.0
BINS: Final = 8192
"""Sessions wait in a ring of bins by the minute, nearly six days around."""

DONE, PAUSED, MORE_POSTS, MORE_OFFERS, MORE_CANDIDATES, MORE_SEEN, MORE_CONTACTS, MORE_PAIRS = range(8)
MORE_MEETINGS, MORE_ORDERS, MORE_ORIGINS, MORE_CASES = range(8, 12)
"""Why a kernel came back: nothing waits, the given time has come, or something is full."""

POSTS, OFFERS, FREE, WAITING, HEAP, DUE, REACHED, TOUCHED, BIN, OFFERED = range(10)
SEEN, CONTACTS, PAIRS, ORIGINS, TICK, STAGE, WALKED, LEFT = range(10, 18)
MEETINGS, MEETING, ORDERS, DAY_PASSED, TRACKING, PHASE = range(18, 24)
DELIVERED, REFERRED_UPTO, SENDING, MEMBERS_WALKED, CASES, CASES_UPTO, NEGATIVE, VOICES = range(24, 32)
CLICKERS, LINED_UP, AHEAD, PENDING, ASKED = range(32, 37)
"""Places of the counters; the last one is where the response of one's own lies in memory, or 0."""
COUNTERS: Final = 37

INBOX, WHEN, SESSION, FOLLOWING, CONTACT, ACTIVE, AT, BY = range(8)
"""Columns of a seat's row (an account on a platform): its first offer, its next session (a time) and that session's
number, the next seat in the same bin; and of an account, in the row of its seat on the first platform: its row among
the contacts, whether it is reached, when, and by whose post."""
ROW: Final = 8
"""Words of a row: one line of the processor's cache."""

REACHED_LIST, TOUCHED_LIST, HEAP_LIST = range(3)
"""Lists: accounts reached, in order; seats with anything to be undone; seats of the present bin, the earliest session
first."""
LISTS: Final = 3

AUTHOR, ITEM, KIND, PARENT, ORIGIN, PUBLISHED, TRUST_IN, LIKING, DUE_POST, ENDS, ON, FIRST, WARMTH = range(13)
RENOWN, SOLD, IMPRESSIONS = range(13, 16)
ACTED_FROM: Final = 16
"""Columns of a post's row: the author, the item, the kind, the post that was shared (NONE for others), its place among
the posts that have counters, when it comes out, log trust in its author but for the tie, what all actions have in
common, the heap of posts that wait for their time (the earliest first), when it can no longer be seen, its platform,
whether it is its author's first of the item (a share is not), how warmly its author's audience is known to react and
how well the platform knows his posts to do (log-odds), how far it only sells, impressions, and how often each action
was taken."""

OFFERED_POST, NEXT, STATE = range(3)
OFFER_ROW: Final = 3
"""Columns of an offer: the post, the account's next offer, and twice the sessions in which it was offered, plus 1 for a
mutual tie."""

OFFER, SCORE, EARLIER = range(3)
"""Columns of a candidate: the offer, its score, and how many better ones are by the same author."""

WHO, RANK = range(2)
"""Columns of a candidate for what is shown again to who has clicked: the account, and its rank."""

EVENT_ACCOUNT, EVENT_POST, EVENT_WHAT = range(3)
ACTION_EVENT: Final = 16
LEAD_EVENT: Final = 64
VISIT_EVENT: Final = 65
"""What an event is: an impression by its channel, an action from ACTION_EVENT on, a lead or a visit."""

ORDER_ACCOUNT, ORDER_POST, ORDER_AT, ORDER_CENTS, ORDER_INCREMENTAL, ORDER_RETURNED, ORDER_SATISFIED = range(7)
ORDER_ROW: Final = 7
PENDING_AT, PENDING_ACCOUNT, PENDING_POST, PENDING_TURN = range(4)
PENDING_ROW: Final = 4
"""Columns of a lead that has not decided yet: when it will, who, the post clicked, which came first at equal times."""
LOST: Final = -1
"""Columns of an order: who, the post clicked last before or NONE, when, its value, whether it would not have happened
without the plan (1; LOST is an order that would have, and did not come), whether it was sent back, and what the
customer makes of it (nan until it is delivered)."""

SHOWN, PAID_SHOWN, ATTITUDE, GOODWILL, TOLD_AT, CLICKED, CLICKED_AT, CONTACT_ACCOUNT = range(8)
PROMISED, BELIEVED, MEMBER, JOINED_AT, PUSHED, OPENED, REFERRED, BOUGHT, SATISFIED, VOICED = range(8, 18)
CLICKER, ADS_MADE = 18, 19
"""Columns of a contact's row (an account that the campaign has met): impressions, those that were paid for, attitude
and goodwill as of the time of the last impression, the post clicked last and when, the account; the sum of what it was
promised, weighted by trust, and of the weights; whether it is a member of the community and since when, pushes sent to
it and opened; whether a friend brought it, orders, satisfaction with the last one that was delivered (nan before), and
what it has published of its own; in row i the account that was number i to click on something of the brand; and how
many paid posts it has put up."""
BY_ITEM: Final = 20
"""From here on a contact has for each item the actions taken on it, one bit each, then for each how many accounts that
it follows have shared it to the contact, then for each how many have published it anew, and then for each impressions,
kept where look-alike items wear out."""

OFTEN, INFLOW, READY, SHARING, DEMANDS, BARGAINS, OPTED_OUT, KNOWS, TALKS, MATCHES = range(10)
"""Columns of ``World.person``: mean sessions a day, mean posts of others a day, log-odds by which the account reacts
more readily, log-odds by which it shares more readily, orders a day without any campaign, how much a discount moves it,
whether it may not be targeted, whether it knew the brand before, whether it talks in a community, and its interest in
each item."""

SELLING, STANCE, DISCOUNT, DISCLOSED, PROMISE, LASTS, IS_LIVE, GENUINE, WORD, LENGTH, BASES = range(11)
ALIKE: Final = BASES + ACTION_COUNT
"""Columns of ``World.item``: how far it only sells, its stance to the brand, the discount, whether it says that it is
paid for, how good it says that the product is, for how many seconds it can be seen (0: for ever), whether it is a live
stream, how far its selling is its author's own word, the word that stands for it in keys, how many times as long as
usual it is, and the log-odds of each action at a usual impression; from ALIKE on how much it looks like each item."""

DAYS, LOOKS_MEAN, OFFERED_TIMES, KEEP, APPEAL_ITEM, APPEAL_POST, PROOF, TRUST = range(8)
TRUST_FOLLOWED, TRUST_SLOPE, DELAYED, DELAY_LOG, DELAY_SPREAD, MATCH, TRUST_STRANGER, TRUST_BANNER = range(8, 16)
DISCLOSURE, FATIGUE, ATTITUDE_EFFECT, ATTITUDE_RATE, FORGETTING, COMMERCIAL, TICK_SECONDS, AD_LOAD = range(16, 24)
OUT_SHARE, OUT_BETA, OUT_CAP, OUT_MATCH, OUT_SUPPLY, PEOPLE_EACH, ORDER_LOG, ORDER_SPREAD = range(24, 32)
RETURNS, GOODWILL_EFFECT, GOODWILL_FORGETTING, LEAD_RATE, ORDER_RATE, DISCOUNT_EFFECT, SELLS = range(32, 39)
TRACKS, TICKS, OUT_POSTS, SLOTS, SLOT_SECONDS, QUALITY, DELIVERY, EXPECTATION_EFFECT, AWARENESS = range(39, 48)
FAMILIARITY, ATTITUDE_DEMAND, EXPERIENCE, SATISFACTION_SPREAD, PRAISES, COMPLAINS, PUBLISHES = range(48, 55)
PATIENCE, ANSWERED_EFFECT, UNANSWERED_EFFECT, ANSWER_FADES, COMMENT_EFFECT, CARE_INVITES = range(55, 61)
OPENS, PUSH_FATIGUE, MEMBER_FADES, LEAVES, TALK, REPURCHASE, URGENCY, LIVE_EFFECT, LIVE_RETURNS = range(61, 70)
REFER_RATE, REFER_FRIENDS, REFERRED_RATE, REFERRED_FRIENDS, VOICES_WANTED, SHARERS_NEEDED = range(70, 76)
UNTARGETED, PRAISE_ITEM, COMPLAINT_ITEM, REAL, EMPATHY_CALMS, EXPLANATION_CALMS = range(76, 82)
REAL_EXPLANATION_CALMS, COMPENSATION_CALMS, COMPENSATION_FUELS, EARLY_SECONDS, ANSWERED_BELIEF = range(82, 87)
SEEN_ONCE, POOLS, ADS_COST, ALIKE_WEAR, PLATFORM, FIRST_SEAT, READ_ON = range(87, 94)
VISIT_RATE, ORDER_DELAY, ORDER_DELAY_SPREAD, OUT_FOLLOWERS, TRUST_SIZE, OUT_BY_FOLLOWERS = range(94, 100)
OWN: Final = 100
OWN_EFFECTS: Final = OWN + ACTION_COUNT
RATES: Final = OWN_EFFECTS + ACTION_COUNT * len(OF_VIEW)
GAPS: Final = RATES + ACTION_COUNT
NUMBERS: Final = GAPS + CLASSES
"""Places of the parameters in ``World.numbers``, of them the last two the platform (0 is the first) and its first seat;
then whether each action has effects of its own, and for each by how much they are greater than those of all actions;
how often ordinary posts meet each action, and the upper ends of the classes of absence in hours."""

FROM, CHRONOLOGICAL, RECENCY, STRANGER, FLOOR, DECAY, PRIOR, PREDICTED_MATCH, NOISE, PRIOR_VALUE, OUT_MEAN = range(11)
WATCH_TIME: Final = 11
SETTINGS: Final = 12
BY_PART: Final = (AD_LOAD, OUT_SHARE, OUT_BETA, OUT_CAP, OUT_MATCH, OUT_BY_FOLLOWERS, OUT_SUPPLY, SEEN_ONCE)
WEIGHTS: Final = SETTINGS + len(BY_PART)
"""Places of the platform's settings in a row of ``World.feed``; from SETTINGS on what ``World.numbers`` has at the
places BY_PART while this row holds (:mod:`sim.models.campaign.schedule`); then the weights of the actions."""

ORIGIN_POST, CHANGED, COUNT = range(3)
VISIBLE: Final = COUNT + 1 + ACTION_COUNT
PREDICTED: Final = VISIBLE + 1 + ACTION_COUNT
GIVEN: Final = PREDICTED + ACTION_COUNT
OPENED_POOLS: Final = GIVEN + 1
TALLY: Final = OPENED_POOLS + 1
"""Columns of the counters of one of the plan's posts: which one, whether they have moved since the last tick,
impressions and actions up to now, the same as they stood at the last tick, the log-odds that the feed predicts from
them, how often it was recommended, and how many traffic pools it has been let into."""

NEW, OLD = 0, 1
"""Posts of others that have come since the last session, and those left over from it."""


PLANNED_AUTHOR, PLANNED_ITEM, PLANNED_KIND, PLANNED_AT, PLANNED_WAITS, PLANNED_PLACE, PLANNED_ON = range(7)
PLANNED_ORDINAL, PLANNED_WARMTH, PLANNED_RENOWN = range(7, 10)
PLANNED: Final = 10
"""Columns of a planned post: author (NONE: sent to members), item, kind, second, whether it waits for a rule, its place
in the plan's posts (NONE for seeds and for what is not the plan's), its platform, its ordinal by time among the posts
of this author, item, kind and platform, and what is known of its author, as in a post's row."""

CHANNEL, START, END, CENTS, PRICE, CAP, PUSHED_ITEM, RETARGETS, PUSH_ORDINAL, PUSH_RESERVED = range(10)
PUSH_ON_PLATFORM, TARGETED, PUSH_OF_RIVAL = range(10, 13)
PUSH: Final = 13
"""Columns of a push: its channel, when it starts and ends (seconds), its money and what an impression costs (cents),
most impressions an account, the item, whether it goes only to who has clicked, its ordinal by time among the pushes of
this channel, item and platform, whether it waits for a rule, its platform, whether it is aimed at a list of accounts,
and whether it is a competitor's (these come first)."""

SHOWN_COUNT, PUSHED_POST, PUSH_ON, PICKED = range(4)
"""Columns of ``Work.bought``: impressions, the post that an ad shows (NONE for boosts), whether the push is on, and
whether it boosts only the posts that a rule has picked."""

GIFT, LOTTERY, CHALLENGE, CARE, INSIGHT, RESPONSE, REFERRAL, BARGAIN = range(8)
"""Kinds of levers."""
LEVER_KIND, LEVER_ITEM, LEVER_START, LEVER_END, LEVER_WHAT, LEVER_VALUE, LEVER_RATE, LEVER_DELAY = range(8)
LEVER_EACH, LEVER_CENTS, LEVER_ORDINAL, LEVER_RESERVED = range(8, 12)
LEVER: Final = 12
"""Columns of a lever: its kind, the item (NONE: any), when it starts and ends; the action, the kind of a response, or
whether comments are answered; log-odds, quality, gain or discount; answers an hour or the threshold; delay (seconds);
what is paid for each and in all (cents); its ordinal among those of its kind and item; whether it waits for a rule."""
SPENT, USED, OUT_AT, CREDIT, LEVER_POST, LEVER_ON = range(6)
LEVER_STATE: Final = 6
"""Columns of ``Work.lever``: cents paid, how often, when a response or a better product comes (NEVER before it is
known), answers that can be given now, the post that friends get, whether the lever is on."""
EMPATHY, EXPLANATION, COMPENSATION = range(3)
"""Kinds of responses, in the order of :data:`sim.levers.RESPONSES`."""

CASE_CONTACT, CASE_AT, CASE_ENDS, CASE_KIND, CASE_ANSWERED, CASE_OPEN, CASE_PUBLISHED = range(7)
CASE: Final = 7
A_COMPLAINT, A_COMMENT = 0, 1
"""Columns of a case for the brand's care: the contact, since when, until when it waits for an answer, what it is, when
it was answered (nan: not yet), whether it is still open, whether it was published."""

GAIN_SUM, GAIN_WEIGHT, CALM, CREDENCE, FIRST_NEGATIVE = range(5)
SUMS: Final = 5
"""Places of ``Work.sums``: weighted sum of what posts are recommended by and the weights; what the brand's answers take
from the log-odds of sharing negative posts, how far these are still believed, and when the first one came out."""
