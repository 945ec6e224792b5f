"""The published facts of the campaign: what was published, the band, what is measured, and in which worlds.

Bands are this project's: the published number, widened for sampling and for what the model leaves out. The kind says
what a row is worth: a *formula* is published and must be met exactly; an *input* was put in; a *fit* is what parameters
are set by; only an *emergent* row is evidence. ``why`` is there where a row was out of its band when it was recorded:
the mechanism that is missing or the parameter that decides. It takes nothing off the page.
"""

import math
from typing import NamedTuple

FORMULAS = {
    "A42": ("Reactions to a paid post after n earlier ones fall with (n + 1)^-.43", "adsuploader.com, of Meta's feed"),
    "C1": (
        "X in 2023: the sum of weight times probability, like .5, repost 1, reply 13.5",
        "twitter/the-algorithm-ml, home/recap",
    ),
    "C2": ("X's first release: a reply weighs 27", "twitter/the-algorithm-ml, commit 78c3235"),
    "C3": ("X in 2026: the weights of like, repost, reply, follow, link, video, not interested", "xai-org/x-algorithm"),
    "C5": ("Posts of one author: .25 + .75 x .5^k", "twitter/the-algorithm; xai-org/x-algorithm"),
    "C8": ("Reddit hot: ten times the votes are worth 12.5 hours", "reddit-archive/reddit, _sorts.pyx"),
    "C9": ("Hacker News: (P - 1) / (T + 2)^1.5; as reported of the site (P - 1)^.8 and 1.8", "public ports of it"),
    "C10": ("A feed of those who are followed: the newest first, whatever they are", "docs.bsky.app; Mastodon"),
    "C11": ("YouTube: the score is expected watch time alone", "Covington, Adams and Sargin 2016, RecSys"),
    "C13": ("Douyin: the sum of probability times value", "Douyin's safety and trust centre, 2025"),
    "C15": ("Xiaohongshu's CES: like 1, save 1, comment 4, share 4, follow 8", "practitioners, not confirmed"),
}

PUBLISHED = {
    "B1": ("Most posts are never shared; few go further than a step", "Goel, Watts and Goldstein 2012, EC"),
    "B2": ("One cascade in 4,000 has 100 or more", "Goel, Anderson, Hofman and Watts 2016, Management Science 62:180"),
    "B7": ("Photos that were reshared at all were reshared 14.8 times", "Dow, Adamic and Friggeri 2013, ICWSM"),
    "B14": ("Half of a post's impressions come within 80 minutes, nearly all in a day", "Pfeffer et al. 2023, ICWSM"),
    "B15": ("55% of reposts within an hour, 75% within a day", "Kwak, Lee, Park and Moon 2010, WWW"),
    "B17": (
        "Half-life of engagement: X 49, Facebook 81 minutes, Instagram 20, LinkedIn 24 hours, YouTube 9.5 days",
        "Graffius 2025",
    ),
    "B19": (
        "Up to 30 posts an hour each is answered as often, then as 1 / inflow",
        "Gomez-Rodriguez et al. 2014, ICWSM",
    ),
    "B26": ("Weak ties carry most of what is new to people", "Bakshy, Rosenn, Marlow and Adamic 2012, WWW"),
    "B32": ("A tenth of all accounts makes most posts; most are nearly silent", "Pew Research Center 2019"),
    "C4": ("About half of a feed is by authors who are not followed", "X's engineering blog, 31 March 2023"),
    "C16": ("Reach by follower falls with the number of followers", "several marketing pages"),
    "D9": ("Engagement by followers: TikTok > Instagram > Facebook > X", "Rival IQ 2023; Socialinsider 2026"),
}

NOT_HERE = {
    "D34": "no account opts out in this model yet, so there is no targeting quality to compare with .571",
    "B9, B16, B20, B22-B25, B31, C7, C14, D8, D15-D18, D21, D25-D33, D35": "no experiment here yet",
}
"""Facts that count as neither."""


class Row(NamedTuple):
    """A fact's row: ``figure`` of :data:`ordinary_posts.FIGURES` in the band from ``low`` to ``high``."""

    fact: str
    what: str
    figure: str
    kind: str
    low: float
    high: float
    why: str = ""
    worlds: tuple[str, ...] = ("x_2026", "chronological")


MIDDLE = (
    "cascades are a share or two or, rarely, a good part of the network; the share level and the spread of appeal "
    "decide: a lower level with more uneven appeal leaves as many posts unshared and makes those that are shared larger"
)
BINDS = (
    "attention binds long before 30 an hour, as an account looks at 60 posts a day (12 sessions of 5 looks) whatever "
    "comes; missing: people who look longer where more comes to them"
)
SORTED = (
    "the ranked feed puts what is liked and what suits the viewer first, so where much comes reactions fall less than "
    "looks do; in the order of time, or without ranking, interests or feedback, the slope is steeper and in the band"
)
SILENT = "the network's posts_spread and posts_per_day decide; missing: accounts that never post"
SHARERS = (
    "the spread of readiness (personal .5) and of sessions (.9) decides; missing: a tie between how much an account "
    "posts and how readily it shares"
)
BY_POST = "reactions an offer by inflow, slope "
ROWS = (
    Row("B1", "posts that nobody shares", "P(size 1)", "fit", 0.90, 0.98),
    Row("B1", "depth at most 1", "P(depth <= 1)", "emergent", 0.97, 1.0),
    Row("B1", "depth over 5", "P(depth > 5)", "emergent", 0.0, 0.001),
    Row("B2", "cascades of 100 or more", "P(size >= 100)", "fit", 5e-5, 1e-3),
    Row("B7", "mean reshares of those reshared", "mean reshares given one", "emergent", 3, 40, why=MIDDLE),
    Row("B14", "median half-life of impressions, minutes", "half-life", "emergent", 20, 150),
    Row("B14", "impressions within 24 h", "impressions within 24 h", "emergent", 0.9, 1.0),
    Row("B15", "shares within 1 h", "shares within 1 h", "fit", 0.40, 0.65),
    Row("B15", "shares within 24 h", "shares within 24 h", "fit", 0.70, 0.90),
    Row("B17", "half-life of engagement on X, minutes", "engagement half-life", "emergent", 24.5, 98),
    Row("B19", BY_POST + "1-10 to 10-30 an hour", "slope up to 30 an hour", "emergent", -0.25, 0.25, why=BINDS),
    Row("B19", BY_POST + "10-30 to over 30 an hour", "slope beyond 30 an hour", "emergent", -1.3, -0.7, why=SORTED),
    Row("B26", "first meetings by ties that are not mutual", "weak ties' share", "emergent", 0.5, 1.0),
    Row("B32", "posts by the busiest tenth", "posts by the busiest tenth", "input", 0.6, 0.9),
    Row("B32", "accounts with less than a post a month", "silent accounts", "input", 0.5, 0.9, why=SILENT),
    Row("B32", "shares by the readiest tenth", "shares by the readiest tenth", "emergent", 0.6, 0.9, why=SHARERS),
    Row("C4", "impressions by recommendation", "share recommended", "input", 0.35, 0.60, worlds=("x_2026",)),
    Row("C16", "reach by follower, tail over KOC", "tail beside koc", "emergent", 0.0, 1.0),
    Row("C16", "reach by follower, waist over tail", "waist beside tail", "emergent", 0.0, 1.0),
)

ENGAGED = ("x_2026", "facebook", "instagram", "tiktok")
"""Presets by published engagement, the least first."""
BY_HALF_LIFE = ("x_2026", "facebook", "instagram", "linkedin", "youtube_watch_time")
"""Presets by published half-life, the shortest first."""
ORDERS = (
    ("D9", "reactions by follower, accounts of 100 and more", "engagement by followers", "fit", ENGAGED),
    ("B17", "half-life of engagement, minutes", "engagement half-life", "emergent", BY_HALF_LIFE),
)
ORDER_WHY = {
    "D9": "all four run on one network, where a recommending feed (TikTok) gives a post of many followers hardly more "
    "than one of few, so it gets little by follower; missing: networks, followers and reactions of each platform's own",
    "B17": "the discount by age alone sets the presets apart, by less than these posts can tell between X and Facebook "
    "and between Instagram and LinkedIn; missing: search, notifications and visits, which make half-lives of days",
}

X = {"preset": "x_2026"}
NO_INTERESTS = {"platform": X | {"match_weight": 0.0, "out_of_network": {"match_effect": 0.0}}, "match_effect": 0.0}
WORLDS = {
    "x_2026": (160, {"platform": X}),
    "chronological": (20, {}),
    "interests off": (20, NO_INTERESTS),
    "attention off": (20, {"platform": X, "looks": 1e6, "inflow": 0.0}),
    "appeal off": (20, {"platform": X, "appeal_item": 0.0, "appeal_post": 0.0}),
    "ranking off": (20, {"platform": X | {"ranking": "chronological"}}),
    "feedback off": (20, {"platform": X | {"prior_events": 100.0}}),
    **{
        name: (12, {"platform": {"preset": name}}) for name in dict.fromkeys(ENGAGED + BY_HALF_LIFE) if name != "x_2026"
    },
}
"""Each world: runs of 500 posts, and its parameters where they are not the default."""
ABLATIONS = ("interests off", "attention off", "appeal off", "ranking off", "feedback off")


def in_band(row, value):
    """Is the figure in the band of its row?"""
    return not math.isnan(value) and row.low <= value <= row.high


def interval(figure, posts):
    """The interval that holds 95% of such estimates; where none of so many posts was, up to what 95% exclude."""
    value, error = figure
    if value == 0.0 and error == 0.0:
        return 0.0, 3.0 / posts
    return value - 1.96 * error, value + 1.96 * error


def is_outside(row, figure, posts):
    """Is the figure, with all its interval, out of the band of its row?"""
    low, high = interval(figure, posts)
    return math.isnan(figure[0]) or high < row.low or low > row.high
