"""Why a row of the campaign's facts was out of its band when it was recorded, for worlds beside the first one.

The first world's reason stands at its row (:mod:`campaign_facts`). What is said here takes nothing off the page.
"""

OF_A_RANKED_FEED = "published of X with a ranked feed, which is off here: newest first shows a post only while it is "
OF_A_RANKED_FEED += "new; missing: profiles, search and notifications, which show it later"
WHY = {
    ("B2", "P(size >= 100)", "chronological"): "nothing is recommended here, and what is fitted is fitted with X's "
    "ranked feed; missing: search and trends, which brought posts to strangers in 2012, and hubs of millions",
    ("B7", "mean reshares given one", "chronological"): "published of Facebook, whose feed was ranked; the table of "
    "mechanisms says that a ranked feed is what it needs, and that is off here",
    ("B14", "half-life", "chronological"): OF_A_RANKED_FEED,
    ("B17", "engagement half-life", "chronological"): OF_A_RANKED_FEED,
    ("B19", "slope beyond 30 an hour", "x_2026"): "published of a feed in the order of time, where what is not seen is "
    "lost at random; a ranked feed leaves out what hardly anybody would have answered, so answers fall less",
}
"""By fact, figure and world."""


def why_of(row, world):
    """The reason in words; that there is none, where there is none."""
    found = WHY.get((row.fact, row.figure, world))
    return found or row.why or "in its band when it was last recorded; no reason is known"
