"""A campaign amid a rumour and a rival, with praise, complaints, members and referrals, that is counted by hand."""

from campaign_outcomes import (
    BOOST,
    COMMUNITY,
    COMPLAINT,
    FRIEND,
    OWNED,
    PRAISE,
    RECOMMENDED,
    REFERRAL,
    RIVAL,
    RUMOUR,
    SHARE,
    TO_MEMBERS,
    Act,
    Case,
    Contact,
    Lost,
    Order,
    Post,
    Seen,
    outcome_of,
)

POSTS = [
    Post(10, OWNED, 1.0),
    Post(-1, TO_MEMBERS, 2.0),
    Post(8, RUMOUR, 2.0),
    Post(9, RIVAL, 4.0),
    Post(1, PRAISE, 26.0, appeal=1.2),
    Post(2, COMPLAINT, 27.0),
    Post(-1, REFERRAL, 28.0),
    Post(5, SHARE, 30.0, parent=2),  # of the rumour
    Post(3, SHARE, 31.0, parent=0),
    Post(6, SHARE, 50.0, parent=3),  # of the rival's
    Post(4, PRAISE, 51.0),
    Post(7, SHARE, 52.0, parent=4),  # of praise
]
SEEN = [
    Seen(3, 0, 1.5),
    Seen(1, 0, 2.0),
    Seen(2, 1, 2.5, COMMUNITY),
    Seen(1, 1, 2.5, COMMUNITY),
    Seen(2, 2, 2.75),  # the rumour, just before account 2 orders
    Seen(5, 2, 3.5),
    Seen(0, 2, 4.0, RECOMMENDED),
    Seen(6, 3, 5.0),
    Seen(7, 4, 27.0),
    Seen(0, 5, 28.0),
    Seen(4, 6, 29.0, FRIEND),
    Seen(11, 7, 31.0),
    Seen(11, 8, 32.0),
    Seen(0, 9, 51.0),
    Seen(1, 0, 51.5, BOOST),
    Seen(11, 11, 53.0),
]
ACTS = [
    Act(3, 0, "share", 1.5),
    Act(3, 0, "complete", 1.5),
    Act(3, 0, "click", 1.5),
    Act(2, 1, "click", 2.5),
    Act(5, 2, "share", 3.5),
    Act(6, 3, "click", 5.0),
    Act(6, 3, "share", 5.0),
    Act(7, 4, "share", 27.0),
    Act(7, 4, "complete", 27.0),
    Act(4, 6, "click", 29.0),
    Act(11, 8, "comment", 32.0),
    Act(1, 0, "like", 51.5),  # at the boosted impression, not at the first
    Act(1, 0, "click", 51.5),
]
ORDERS = [
    Order(2, 3.0, 10000, post=1, satisfied=-0.5),
    Order(1, 5.0, 5000, incremental=0, satisfied=0.25),
    Order(4, 30.0, 6000, post=6),
    Order(1, 52.0, 5000, post=0, satisfied=0.5),
    Order(9, 60.0, 4000, incremental=0),
]
LEADS = [3, 2, 4]
CONTACTS = [
    Contact(1, 0.5, 1, 1, member=1, pushed=3, opened=1),
    Contact(2, -0.5, 0, 1, member=1, pushed=3),
    Contact(3, 0.1, 0, 1, member=0, pushed=1, opened=1),  # left
    Contact(4, 0.0, 0, 1, member=1),
]
CASES = [Case(2, 26.0, 0, 26.5), Case(7, 30.0, 1, 31.0), Case(9, 30.0), Case(2, 40.0, 0, 43.5)]
LOST = [Lost(5, 20.0, 4000), Lost(0, 55.0, 2000)]

RELATIONS = outcome_of(
    POSTS, SEEN, ACTS, ORDERS, LEADS, CONTACTS, (6, 30000), lost=LOST, cases=CASES, levers=((1500, 0), (250, 6))
)
