"""The published facts of the campaign: what was published, the band, what is measured, and in which worlds.

Bands are this project's: the published number, widened for sampling and for what the model leaves out. The kind says
what a row is worth: a *formula* is published and must be met exactly; an *input* was put in; a *fit* is what parameters
are set by; only an *emergent* row is evidence. ``why`` is there where a row was out of its band when it was recorded:
the mechanism that is missing or the parameter that decides. It takes nothing off the page.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

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
    "B9": (
        "What is false goes further: odds of passing it on 1.7 times, the largest hundredth far larger; no deeper for "
        "its size",
        "Vosoughi, Roy and Aral 2018, Science; Juul and Ugander 2021, PNAS",
    ),
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
    "B20": ("Activity has the cycle of a day", "Kobayashi and Lambiotte 2016, ICWSM (TiDeH)"),
    "B22": ("The chance of taking up a topic is highest after two to four friends did", "Romero et al. 2011, WWW"),
    "B23": (
        "One recommendation to a friend in 69 (books) to 203 (video) sells",
        "Leskovec, Adamic and Huberman 2007, ACM Transactions on the Web",
    ),
    "B24": ("A health forum: 54% adopt in clustered networks, 38% in random ones", "Centola 2010, Science 329:1194"),
    "B26": ("Weak ties carry most of what is new to people", "Bakshy, Rosenn, Marlow and Adamic 2012, WWW"),
    "B32": ("A tenth of all accounts makes most posts; most are nearly silent", "Pew Research Center 2019"),
    "C4": ("About half of a feed is by authors who are not followed", "X's engineering blog, 31 March 2023"),
    "C7": ("New posts of authors whom hardly anybody follows are shown too", "xai-org/x-algorithm, 2026"),
    "C14": (
        "Views pile up at the sizes of traffic pools: 200-500, 3-5 thousand, 10-20 thousand, ...; a tenth liked or six "
        "tenths watched to the end open the next",
        "practitioners, not confirmed",
    ),
    "C16": ("Reach by follower falls with the number of followers", "several marketing pages"),
    "D8": (
        "Engagement of creators falls with size (nano, micro, mid, macro, mega): Instagram 3-5, 2-3.5, 1.5-2.5, 1-1.8, "
        ".7-1.2% of followers, which is a slope of -.2; TikTok 6-10, 4-7, 3-5, 2-3.5, 1-2% of views, contested",
        "trade pages (untapper.com), weak",
    ),
    "D9": ("Engagement by followers: TikTok > Instagram > Facebook > X", "Rival IQ 2023; Socialinsider 2026"),
    "D15": (
        "Saying that a post is paid for lowers what people think of it, hardly what they do",
        "Eisend, van Reijmersdal, Boerman and Tarrahi 2020, J. Advertising",
    ),
    "D16": (
        "1% more advertising brings .12% more sales in the short run (earlier .22; Henningsen .09)",
        "Sethuraman, Tellis and Briesch 2011, JMR",
    ),
    "D17": (
        "1% more word of mouth brings .24% more sales, 1% better .42%",
        "You, Vadakkepatt and Joshi 2015, J. Marketing",
    ),
    "D18": (
        "Without an experiment the effect of ads is overstated: off by 115, 107, 62% (upper to lower funnel)",
        "Gordon, Moakler and Zettelmeyer 2023, Marketing Science",
    ),
    "D21": (
        "A bad review: sales of known authors -15%, of unknown ones +45%",
        "Berger, Sorensen and Rasmussen 2010, Marketing Science",
    ),
    "D25": (
        "Who gets a reply pays more, sooner more; replies invite complaints",
        "Harvard Business Review 2018; Ma, Sun and Kekre 2015, Marketing Science",
    ),
    "D26": ("Of messages by WeChat accounts 1.2 to 5.3% are opened", "trade pages (chyxx, 9ku)"),
    "D27": ("In WeChat groups 9% talk; they live two months at most", "trade pages (renrendoc, codemsi)"),
    "D28": ("Members buy again up to 2.8 times as often", "a vendor (shequnba), weak"),
    "D29": ("Of orders in streams 30 to 50% are sent back, of others 10 to 15%", "McKinsey; trade pages, weak"),
    "D30": (
        "Refer a friend: .078 x 2.9 friends by each entrant, .135 x 4.4 by one who was referred; 9% more entrants",
        "trade page (psdev2)",
    ),
    "D31": ("28% of crises go round the world within an hour, 69% within a day", "Freshfields, by PRovoke Media"),
    "D32": (
        "Empathy and explaining dampen a firestorm, early compensation fuels it",
        "Herhausen et al. 2019, J. Marketing",
    ),
    "D33": ("Ads that may not be aimed lose 65% of their effect", "Goldfarb and Tucker 2011, Management Science"),
    "D34": ("Asked, a third lets itself be tracked: 1 - .65 x .66 = .571 is left", "Branch, by trade pages"),
}

NOT_HERE = {
    "B16": "the model has no such kernel: a share waits for a session, and some for a lognormal time more; what comes "
    "of it is told by B15",
    "B25": "a product's own viral features are no content of a post",
    "B31": "words are not in the model; what arousal does to sharing was put in",
    "D8, mega": "no account of this network stands for a million people",
    "D35": "the same as A42",
}
"""Facts that count as neither."""


class Row(NamedTuple):
    """A fact's row: ``figure`` of :data:`ordinary_posts.FIGURES` in the band from ``low`` to ``high``.

    ``neither`` says why a row that is shown counts as neither pass nor fail.
    """

    fact: str
    what: str
    figure: str
    kind: str
    low: float
    high: float
    why: str = ""
    worlds: tuple[str, ...] = ("x_2026", "chronological")
    neither: str = ""


SILENT = "the network's posts_spread and posts_per_day decide; missing: accounts that never post"
MID = "one level of likes and one slope of trust serve all sizes, and reach by follower falls faster than published"
BOTH_2009 = ("chronological", "x_2026")
"""Measured on Twitter in 2009, whose feed was in the order of time: this world counts, the other stands beside it."""
BY_POST = "reactions an offer by inflow, slope "
BEYOND = ("input", -1.3, -0.7)
OF_AD = "the effect of ads on those who saw them"
SHOP, RANKED = ("shop",), ("x_2026",)
FRIENDS, WIRED, PRAISED, ILL = ("invited",), ("contagion",), ("praised",), ("ill spoken of",)
CARED, MEMBERS, STREAM, CRISIS, ADS = ("cared for",), ("members",), ("streamed",), ("crisis",), ("not aimed at",)
POOLED = ("in pools",)
BESIDE = "adopters, clustered beside random"
PROOF = "on a ring sharers are met by the same few, and proof (.3 log(1 + k)) adds less than that costs; missing: a "
PROOF += "second signal that counts as much as the first"
TWO = (
    "in the experiment many joined after one sharer; missing: a response that grows from the first sharer to the second"
)
TIRED = (
    "the fall by earlier pushes, taken over from ads, comes on top of the member's half-life of 30 days, and some leave"
)
ASKED = "who is not followed has nobody to ask, and nobody is asked twice; missing: friends who are not followers"
INVITED = "published of people who enter a giveaway, which costs nothing; here friends order, as rarely as B23 says of "
INVITED += "recommendations; missing: entering as an act of its own, and asking others to enter"
COIN = "sent back is a coin of .12 (product/returns) of few orders here; the interval tells whether it holds it"
SHORT = "a discount by age near X's, set for the order of presets alone and not fitted to this; missing: search, "
SHORT += "notifications and profiles, which show a post after its day in the feed"
FIVE_DAYS = "the discount by age is 6 h for watch time by design, and five days cannot show 9.5"
FEW_SHARES = (
    "that p(k) falls beyond its peak is in part an artefact of what is visible (Hodas and Lerman 2014), and too "
)
FEW_SHARES += "few share after four to tell"
NEAR_X = "engagement half-life"
BY_FOLLOWER, BY_IMPRESSION = "engagement by followers", "engagement by impressions"
ROWS = (
    Row("B1", "posts that nobody shares", "P(size 1)", "fit", 0.90, 0.98),
    Row("B1", "depth at most 1", "P(depth <= 1)", "emergent", 0.97, 1.0),
    Row("B1", "depth over 5", "P(depth > 5)", "emergent", 0.0, 0.001),
    Row("B2", "cascades of 100 or more", "P(size >= 100)", "fit", 5e-5, 1e-3),
    Row("B7", "mean reshares of those reshared", "mean reshares given one", "emergent", 3, 40),
    Row("B14", "median half-life of impressions, minutes", "half-life", "emergent", 20, 150),
    Row("B14", "impressions within 24 h", "impressions within 24 h", "emergent", 0.9, 1.0),
    Row("B15", "shares within 1 h", "shares within 1 h", "fit", 0.40, 0.65),
    Row("B15", "shares within 24 h", "shares within 24 h", "fit", 0.70, 0.90),
    Row("B17", "half-life of engagement on X, minutes", "engagement half-life", "emergent", 24.5, 98),
    Row("B17", "the same on Facebook", NEAR_X, "input", 40.5, 162, SHORT, ("facebook",)),
    Row("B17", "the same on Instagram", NEAR_X, "input", 592, 2370, SHORT, ("instagram",)),
    Row("B17", "the same on LinkedIn", NEAR_X, "input", 729, 2916, SHORT, ("linkedin",)),
    Row("B17", "the same on YouTube", NEAR_X, "input", 6840, 27360, "", ("youtube_watch_time",), FIVE_DAYS),
    Row("B19", BY_POST + "1-10 to 10-30 an hour", "slope up to 30 an hour", "input", -0.25, 0.25, worlds=BOTH_2009),
    Row("B19", BY_POST + "30-45 to over 45 an hour", "slope beyond 30 an hour", *BEYOND, worlds=BOTH_2009),
    Row("B22", "sharing after four, beside one", "persistence", "emergent", 1.0, 10, "", ("a story",), FEW_SHARES),
    Row("B26", "first meetings by ties that are not mutual", "weak ties' share", "input", 0.5, 1.0),
    Row("B32", "posts by the busiest tenth", "posts by the busiest tenth", "input", 0.6, 0.9),
    Row("B32", "accounts with less than a post a month", "silent accounts", "input", 0.5, 0.9, why=SILENT),
    Row("B32", "shares by the readiest tenth", "shares by the readiest tenth", "input", 0.6, 0.9),
    Row("C4", "impressions by recommendation", "share recommended", "input", 0.35, 0.60, worlds=RANKED),
    Row("C7", "recommended of authors without followers, beside all", "cold start", "input", 0.5, 2, worlds=RANKED),
    Row("C14", "recommendations that end at the size of a pool", "views at pools", "formula", 0.8, 1.0, worlds=POOLED),
    Row("C14", "posts beyond the first pool", "beyond the first", "input", 0.001, 0.5, worlds=POOLED),
    Row("C16", "reach by follower, tail over KOC", "tail beside koc", "emergent", 0.0, 1.0),
    Row("C16", "reach by follower, waist over tail", "waist beside tail", "emergent", 0.0, 1.0),
    Row("B9", "largest hundredth, catchier beside usual", "largest ratio", "emergent", 3, 30, worlds=("catchier",)),
    Row("B9", "depth of cascades as large", "depth ratio", "emergent", 0.85, 1.15, worlds=("catchier",)),
    Row("B20", "strongest cycle of impressions, hours", "cycle", "input", 23, 25, worlds=("two weeks",)),
    Row("D8", "reactions by follower, Instagram, nano", BY_FOLLOWER, "fit", 0.03, 0.05, worlds=("instagram nano",)),
    Row("D8", "reactions by follower, Instagram, micro", BY_FOLLOWER, "fit", 0.02, 0.035, MID, ("instagram micro",)),
    Row("D8", "reactions by follower, Instagram, mid", BY_FOLLOWER, "fit", 0.015, 0.025, MID, ("instagram mid",)),
    Row("D8", "reactions by follower, Instagram, macro", BY_FOLLOWER, "fit", 0.01, 0.018, MID, ("instagram macro",)),
    Row("D8", "reactions by view, TikTok, nano", BY_IMPRESSION, "fit", 0.06, 0.10, worlds=("tiktok nano",)),
    Row("D8", "reactions by view, TikTok, micro", BY_IMPRESSION, "fit", 0.04, 0.07, worlds=("tiktok micro",)),
    Row("D8", "reactions by view, TikTok, mid", BY_IMPRESSION, "fit", 0.03, 0.05, worlds=("tiktok mid",)),
    Row("D8", "reactions by view, TikTok, macro", BY_IMPRESSION, "fit", 0.02, 0.035, MID, ("tiktok macro",)),
    Row("D15", "orders by who met it, told that it is paid", "disclosure", "emergent", -0.05, 0.05, worlds=SHOP),
    Row("D16", "sales by ads, slope on logarithmic scales", "elasticity", "fit", 0.05, 0.2, worlds=SHOP),
    Row("D18", f"{OF_AD}, told by the others: off by", "naive lift is off by", "emergent", 0.5, 10, worlds=SHOP),
    Row(
        "B23", "orders through an invitation, by invitations", "by invitation", "emergent", 0.005, 0.015, worlds=FRIENDS
    ),
    Row("B24", "simple contagion, " + BESIDE, "simple contagion", "emergent", 0.0, 1.0, worlds=WIRED),
    Row("B24", "two sharers needed, " + BESIDE, "two needed", "emergent", 1.2, 1.8, why=TWO, worlds=WIRED),
    Row("B24", "social proof as it ships, " + BESIDE, "social proof", "emergent", 1.2, 1.8, why=PROOF, worlds=WIRED),
    Row("D17", "sales by volume of praise, slope", "by volume", "emergent", 0.1, 0.6, worlds=PRAISED),
    Row("D17", "slope by its stars, less that", "valence less volume", "emergent", 0.0, 10, worlds=PRAISED),
    Row("D21", "orders of who knew the brand", "orders of those who knew it", "input", -1, -0.01, worlds=ILL),
    Row("D21", "orders of who did not", "orders of those who did not", "input", 0.01, 1, worlds=ILL),
    Row("D25", "attitude, answered at once less never", "answered", "input", 0.01, 2, worlds=CARED),
    Row("D25", "attitude, answered at once less after 12 h", "faster", "input", 0.01, 2, worlds=CARED),
    Row("D25", "complaints where they are answered, ratio", "complaints", "input", 1.01, 2, worlds=CARED),
    Row("D26", "members who open a push", "opened", "input", 0.012, 0.05, worlds=MEMBERS),
    Row("D27", "half-life of opening, days", "half-life", "input", 20, 40, why=TIRED, worlds=MEMBERS),
    Row("D27", "members who write", "talkers", "input", 0.0, 0.1, worlds=MEMBERS),
    Row("D28", "members' orders after an order, ratio", "buying again", "input", 1.2, 2.8, worlds=MEMBERS),
    Row("D29", "orders in a stream sent back", "returned", "input", 0.3, 0.5, worlds=STREAM),
    Row("D29", "other orders sent back", "returned otherwise", "input", 0.1, 0.15, COIN, STREAM),
    Row("D29", "orders by clicks in a stream", "conversion", "input", 0.03, 0.1, worlds=STREAM),
    Row("D30", "friends by who came by himself", "by direct", "input", 0.18, 0.27, why=ASKED, worlds=FRIENDS),
    Row("D30", "friends by who was referred", "by referred", "input", 0.475, 0.713, why=ASKED, worlds=FRIENDS),
    Row("D30", "more orders by friends", "entrants", "emergent", 0.045, 0.18, why=INVITED, worlds=FRIENDS),
    Row("D31", "half of a crisis' reach, hours", "half-reach", "emergent", 1, 24, worlds=CRISIS),
    Row("D32", "reach, empathy beside none", "empathy after an hour", "input", 0, 0.99, worlds=CRISIS),
    Row("D32", "reach, compensation beside none", "compensation after an hour", "input", 1.01, 10, worlds=CRISIS),
    Row("D33", "lift of ads on who opted out, ratio", "of who opted out", "input", 0.25, 0.45, worlds=ADS),
    Row("D34", "lift of ads where .66 opted out, ratio", "of all", "input", 0.5, 0.65, worlds=ADS),
)

ENGAGED = ("x_2026 brands", "facebook brands", "instagram brands", "tiktok brands")
"""Worlds of brands' posts by published engagement, the least first."""
CREATORS = tuple(f"{name} {group}" for name in ("instagram", "tiktok") for group in ("nano", "micro", "mid", "macro"))
"""Worlds of creators' posts, by their followers in people."""
BY_HALF_LIFE = ("x_2026", "facebook", "instagram", "linkedin", "youtube_watch_time")
"""Presets by published half-life, the shortest first."""
ORDERS = (
    ("D9", "reactions by follower, brands", BY_FOLLOWER, "fit", ENGAGED),
    ("B17", "half-life of engagement, minutes", "engagement half-life", "input", BY_HALF_LIFE),
    ("D8", "reactions by follower, Instagram", BY_FOLLOWER, "fit", CREATORS[3::-1]),
)
"""The figures of these worlds, the least first."""
SLOPES = (("D8", "reactions by follower on followers, Instagram", BY_FOLLOWER, "fit", CREATORS[:4], -0.3, -0.1),)
"""The slope of a figure over worlds, on logarithmic scales, and its band."""
ORDER_WHY = {
    "D9": "all four run on one network; missing: followers who are not there any more, and each platform's own network",
    "D8": MID,
    "B17": "Facebook ties with X, LinkedIn with Instagram: both recommend less, and what comes from followed accounts "
    "is seen sooner, which takes back what their slower discount by age gives; missing: search, notifications and "
    "visits, and how often people look in on each platform",
}

X = {"preset": "x_2026"}
NO_INTERESTS = {"platform": X | {"match_weight": 0.0, "out_of_network": {"match_effect": 0.0}}, "match_effect": 0.0}
WORLDS = {
    "x_2026": (160, {"platform": X}),
    "chronological": (60, {}),
    "interests off": (20, NO_INTERESTS),
    "attention off": (20, {"platform": X, "looks": 1e6, "inflow": 0.0}),
    "appeal off": (20, {"platform": X, "appeal_item": 0.0, "appeal_post": 0.0}),
    "ranking off": (20, {"platform": X | {"ranking": "chronological"}}),
    "feedback off": (20, {"platform": X | {"prior_events": 100.0}}),
    **{name: (12, {"platform": {"preset": name}}) for name in BY_HALF_LIFE if name != "x_2026"},
    **{name: (6, {"platform": {"preset": name.split()[0]}}) for name in (*ENGAGED, *CREATORS)},
}
"""Each world: runs of 500 posts, and its parameters where they are not the default."""
EXPERIMENTS = {
    "catchier": ("catchier posts", "x_2026", 80_000),
    "two weeks": ("a story by 400 accounts", "x_2026", 60),
    "a story": ("a story by 400 accounts", "x_2026", 8),
    "shop": ("a shop for 28 days", "x_2026", 12),
    "contagion": ("a forum", "none", 100),
    "praised": ("praise", "x_2026", 4),
    "ill spoken of": ("a rumour", "x_2026", 10),
    "cared for": ("complaints", "x_2026", 10),
    "members": ("a community", "x_2026", 8),
    "streamed": ("streams", "x_2026", 12),
    "invited": ("refer a friend", "x_2026", 12),
    "crisis": ("a crisis", "x_2026", 100),
    "not aimed at": ("opting out", "x_2026", 8),
    "in pools": ("ordinary posts in pools", "douyin_pools_folklore", 1200),
}
"""Worlds of other experiments: which, on which preset, and how many posts or replicates."""
ABLATIONS = ("interests off", "attention off", "appeal off", "ranking off", "feedback off")
ABLATED = {
    f"{world}, {off}": (world, off, posts)
    for world, posts in {"catchier": 20_000, "shop": 12, "praised": 4, "crisis": 100}.items()
    for off in ABLATIONS
}
"""Experiments with one mechanism off: which, without what, and how many posts or replicates."""
NOT_TRIED = "B24's forum has no feed, so these mechanisms are off in it as it is; B23 and D30 are of friends who ask "
NOT_TRIED += "each other directly"


def experiment_of(world):
    """Which experiment a world belongs to, and its preset."""
    if world in EXPERIMENTS:
        return EXPERIMENTS[world][:2]
    name, _, group = world.partition(" ")
    if group and world not in ABLATIONS:
        return ("brands' posts" if group == "brands" else f"posts of {group} creators"), name
    return "ordinary posts", world


def in_band(row, value):
    """Is the figure in the band of its row?"""
    return not math.isnan(value) and row.low <= value <= row.high


def interval(figure, posts):
    """The interval that holds 95% of such estimates, by Student's t; where none of so many posts was, up to what 95%
    exclude. ``posts`` are ordinary posts, judged in runs of 500, or an experiment's replicates."""
    value, error = figure
    if value == 0.0 and error == 0.0:
        return 0.0, 3.0 / posts
    wide = float(stdtrit(freedom(posts), 0.975)) * error
    return value - wide, value + wide


def freedom(posts):
    """Degrees of freedom of an error."""
    return max(posts // 500 - 1, 5) if posts >= 500 else max(posts - 1, 1)


def chance_of_order(figures, posts, draws=20_000):
    """How likely the figures rise in the order given: draws about each estimate by its error and Student's t."""
    rng = np.random.default_rng(1)
    drawn = [v + e * rng.standard_t(freedom(n), draws) for (v, e), n in zip(figures, posts, strict=True)]
    return float((np.diff(drawn, axis=0) > 0).all(axis=0).mean())


def slope_of(figures, at):
    """The slope of figures on logarithmic scales over places, with its error; nan where all places are one."""
    x, y = np.log(at), np.log([value for value, _ in figures])
    about = x - x.mean()
    if not about.any():
        return math.nan, math.nan
    weights = about / (about**2).sum()
    errors = np.array([error / value for value, error in figures])
    return float(weights @ y), float(np.sqrt((weights**2) @ errors**2))


def is_open(row, figure, posts):
    """Does the interval reach over an edge of the band, so that more worlds might tell otherwise?"""
    low, high = interval(figure, posts)
    return any(low < edge < high for edge in (row.low, row.high))


def needs(row, figure, posts):
    """Is a row that was in its band told to be out of it by this figure, interval and all?"""
    return not math.isnan(figure[0]) and is_outside(row, figure, posts)


def is_outside(row, figure, posts):
    """Is the figure, with all its interval, out of the band of its row?"""
    low, high = interval(figure, posts)
    return math.isnan(figure[0]) or high < row.low or low > row.high
