"""Numbers of the campaign model that no scenario sets: what each is, where it enters, and where it comes from."""

from typing import Final, NamedTuple

from sim.models.campaign import customers, days, friends, making, numbers, ordinary, people, plan_rows, pools, seeing
from sim.models.campaign.grounds import Mark
from sim.models.campaign.hours import DAILY
from sim.models.campaign.parameters import BASE, BY_FEATURE, BY_FORMAT
from sim.ranking import gravity, hot
from sim.world import USUAL_SECONDS, Item


class Constant(NamedTuple):
    """One of them: its name in the code, value, meaning with unit, equation in docs/odd.md, source and mark."""

    name: str
    value: str
    meaning: str
    equation: str
    source: str
    mark: Mark


_FITTED: Final = {"share": "share_level", "like": "like_level"}
_BERGER: Final = "Berger and Milkman 2012 (JMR), table 4; from memory"
_ODDS: Final = "Reacting"
_USUAL: Final = Item()
_FEATURES: Final = {
    "tone": "-1 to 1",
    "stance": "-1 to 1",
    "arousal": "0 to 1",
    "authenticity": "0 to 1",
    "commerciality": "0 to 1",
    "promise": "0 to 1",
}


def _levels() -> list[Constant]:
    """What the tables of actions, formats and features hold, a row each."""
    found = []
    for action, level in BASE.items():
        what = f"log-odds of {action} at an impression of mean appeal (none)"
        if action in _FITTED:
            what = f"default of {_FITTED[action]} (none)"
        source, mark = ("docs/calibration.md", "fitted") if action in _FITTED else ("assumption", "assumption")
        found.append(Constant(f"BASE.{action}", f"{level:g}", what, _ODDS, source, mark))  # type: ignore[arg-type]
    for name, added in BY_FORMAT.items():
        for action, level in added.items():
            what = f"what {name} adds to the log-odds of {action} (none)"
            found.append(Constant(f"BY_FORMAT.{name}.{action}", f"{level:+g}", what, _ODDS, "assumption", "assumption"))
    for feature, effect in BY_FEATURE.items():
        what = f"log-odds of reacting from {feature} 0 to 1 (none)"
        known = feature != "production"
        source, sure = (_BERGER, "weak") if known else ("assumption", "assumption")
        found.append(Constant(f"BY_FEATURE.{feature}", f"{effect:g}", what, _ODDS, source, sure))  # type: ignore[arg-type]
    for name, seconds in USUAL_SECONDS.items():
        told = f"usual duration of {name} (seconds)"
        found.append(Constant(f"USUAL_SECONDS.{name}", f"{seconds:g}", told, _ODDS, "assumption", "assumption"))
    return found


def _written() -> list[Constant]:
    """What customers, rumours and competitors write: the features in which it is no usual item."""
    found = []
    for item in (making.PRAISE, making.COMPLAINT, making.RUMOUR, making.COMPETITOR):
        where = "Being satisfied" if item.name in ("praise", "complaint") else "The world"
        for feature in _FEATURES:
            value, usual = getattr(item, feature), getattr(_USUAL, feature)
            if value != usual and (item.name, feature) != ("rumour", "stance"):
                text = f"{feature} of what is written as {item.name} ({_FEATURES[feature]})"
                name = f"{item.name.upper()}.{feature}"
                found.append(Constant(name, f"{value:g}", text, where, "assumption", "assumption"))
    return found


_OTHERS: Final = (
    ("LEAST_INFLOW", people.LEAST_INFLOW, "inflow of who follows nobody (of the mean)", "Sessions"),
    ("LONGEST_ABSENCE", days.LONGEST_ABSENCE, "absence that counts at most (days)", "Attention"),
    ("COMMENT_KEPT", seeing.COMMENT_KEPT / days.HOUR, "how long a comment waits for a reply (hours)", "Care"),
    ("FULL", customers.FULL, "satisfaction at which praise is most frequent (-1 to 1)", "Being satisfied"),
    ("MOST_FRIENDS", friends.MOST_FRIENDS, "friends asked after one order, at most (accounts)", "Friends"),
    ("USUAL_ORDER", plan_rows.USUAL_ORDER, "an order's worth where nothing is sold (currency)", "Gifts and prizes"),
    ("GIVEN_OUT_IN", pools.GIVEN_OUT_IN / days.HOUR, "in which a traffic pool is given out (hours)", "Recommending"),
    ("SLOT_MINUTES", numbers.SLOT_MINUTES, "slots in which bought impressions are given, at most (minutes)", "Buying"),
    ("SHARE_OF_POSTS", ordinary.SHARE_OF_POSTS, "ordinary posts observed at once (of a day's)", "Others' scores"),
    ("DAYS_OBSERVED", ordinary.DAYS_OBSERVED, "for how long (days)", "Others' scores"),
    (
        "PRIOR_EVENTS",
        ordinary.PRIOR_EVENTS,
        "weight of base rates in what they met (expected events)",
        "Others' scores",
    ),
    ("MOST_COUNTED", ordinary.MOST_COUNTED, "impressions of one of them that count, at most (posts)", "Others' scores"),
)


def constants() -> list[Constant]:
    """All of them.

    >>> [one.value for one in constants() if one.name == "MOST_FRIENDS"]
    ['20']
    """
    sure: Mark = "assumption"
    hours = " ".join(f"{hour:g}" for hour in DAILY)
    told = "worth of ten times the votes under hot (hours)"
    votes = Constant("TENFOLD_HOURS", f"{hot.TENFOLD_HOURS:g}", told, "Ranking", "Reddit's _sorts.pyx", "published")
    told = "power of age + 2 h under gravity (exponent)"
    power = Constant("EXPONENT", f"{gravity.EXPONENT:g}", told, "Ranking", "ports of Hacker News", "published")
    return [
        *_levels(),
        *_written(),
        Constant("DAILY", hours, "sessions by hour, from midnight on (ratio)", "Sessions", "assumption", sure),
        *(Constant(name, f"{value:g}", told, where, "assumption", sure) for name, value, told, where in _OTHERS),
        votes,
        power,
    ]
