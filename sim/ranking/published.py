"""What platforms published of their scores, and which of it has a counterpart here.

Published weights multiply *predicted probabilities*, never counts. Each table of published weights has a mapping: our
action -> the published actions that it stands for. Weights are made from both, and what is not mapped is dropped,
by name and weight, so that nobody takes a preset for more than it is.
"""

from collections.abc import Mapping
from typing import Final

X_2023: Final = {
    "fav": 0.5,
    "retweet": 1.0,
    "reply": 13.5,
    "good_profile_click": 12.0,
    "video_playback50": 0.005,
    "reply_engaged_by_author": 75.0,
    "good_click": 11.0,
    "good_click_v2": 10.0,
    "negative_feedback_v2": -74.0,
    "report": -369.0,
}
"""X's heavy ranker as of 5 April 2023 (``the-algorithm-ml``, ``projects/home/recap/README.md``)."""

X_2023_FIRST: Final = {**X_2023, "reply": 27.0, "good_click_v2": 11.0}
"""Its first release, 31 March 2023, where the larger of the two good clicks counts, with 11."""

X_2026: Final = {
    "favorite": 0.5,
    "reply": 5.0,
    "reply, if both follow each other": 15.0,
    "retweet": 1.0,
    "quote": 5.0,
    "share": 2.0,
    "share_via_dm": 5.0,
    "share_via_copy_link": 20.0,
    "follow_author": 4.0,
    "click": 0.4,
    "open_link": 0.2,
    "photo_expand": 0.05,
    "video_open": 0.05,
    "vqv": 0.05,
    "quoted_click": 0.05,
    "post_unexplored": 0.02,
    "dwell time, a second": 0.004,
    "not_interested": -43.2,
    "block_author": -31.2,
    "mute_author": -58.8,
    "report": -234.0,
    "not_dwelled": -0.02,
}
"""X's parameters as of 12 August 2026 (``x-algorithm``, ``home-mixer/params/param.rs``); those of 0 are left out."""

WATCH_TIME: Final = {"expected watch time": 1.0}
"""YouTube: a weighted logistic regression whose odds are close to expected watch time (Covington, Adams and Sargin
2016, RecSys, section 4.2). Its unit is free."""

CES: Final = {"like": 1.0, "collect": 1.0, "comment": 4.0, "share": 4.0, "follow": 8.0}
"""Xiaohongshu's community engagement score as practitioners tell it; the platform never confirmed it. It is told of
counts; here it weighs predicted probabilities, as all weights do."""

X_2023_MAPPING: Final = {
    "like": ("fav",),
    "share": ("retweet",),  # a share is shown to one's own followers, as a repost is
    "comment": ("reply",),
    "complete": ("video_playback50",),  # half of it there, all of it here
    "hide": ("negative_feedback_v2",),
}
X_2026_MAPPING: Final = {
    "like": ("favorite",),
    "share": ("retweet",),
    "comment": ("reply",),
    "click": ("open_link",),  # ours opens the link to the brand; X's click opens the post
    "follow": ("follow_author",),
    "complete": ("vqv",),  # ten seconds of a video there
    "hide": ("not_interested",),
}
WATCH_TIME_MAPPING: Final = {"complete": ("expected watch time",)}
CES_MAPPING: Final = {
    "like": ("like",),
    "save": ("collect",),
    "comment": ("comment",),
    "share": ("share",),
    "follow": ("follow",),
}


def weights_of(published: Mapping[str, float], mapping: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """Weights of our actions: the sum of those of the published actions that each stands for.

    >>> weights_of(CES, {"share": ("share",), "save": ("like", "collect")})
    {'share': 4.0, 'save': 2.0}
    """
    weights: dict[str, float] = {}
    for action, names in mapping.items():
        weights[action] = 0.0
        for name in names:
            weights[action] += published[name]
    return weights


def dropped_of(published: Mapping[str, float], mapping: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """The published actions, with their weights, for which there is none of ours.

    >>> dropped_of(CES, CES_MAPPING)
    {}
    """
    used = {name for names in mapping.values() for name in names}
    return {name: weight for name, weight in published.items() if name not in used}


def weighted_sum(weights: Mapping[str, float], counts: Mapping[str, float]) -> float:
    """Sum of weight times count (or times predicted probability), in the order of the weights; no count is 0.

    >>> weighted_sum(CES, {"like": 10, "collect": 5, "comment": 2, "share": 1, "follow": 1})
    35.0
    """
    score = 0.0
    for name, weight in weights.items():
        score += weight * counts.get(name, 0)
    return score
