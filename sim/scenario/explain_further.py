"""What a scenario says of further platforms, in sentences: what they do, who is there, and what posts cost there."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sim.scenario.scenario import Scenario

ALONE: Final = "The platform"
THE_FIRST: Final = "The first platform"
"""How the first platform is spoken of: where it is the only one, and where there are others."""
FEEDS: Final = {
    "chronological": "shows the newest first",
    "ranked": "ranks by predicted engagement",
    "hot": "ranks by votes and age (hot)",
    "gravity": "ranks by votes and age (gravity)",
}
"""What a feed does, by its ranking."""


def on(platform: str | None) -> str:
    """Behind what is done on a further platform.

    >>> on("douyin"), on(None)
    (' on douyin', '')
    """
    return "" if platform is None else f" on {platform}"


def further_sentences(scenario: Scenario, told: Callable[[Mapping[str, Any], str], list[str]]) -> list[str]:
    """The sentences of all further platforms; ``told`` says what a platform does."""
    assert scenario.campaign is not None
    found: list[str] = []
    for name, further in scenario.campaign.further.items():
        written = scenario.full["also_on"][name]
        found += told(written, name)
        found += [f"On {name} {_who(further)}; {_network(further)}.", *_money(scenario, name)]
    return found


def _who(further: Any) -> str:
    if further.members >= 1:
        return "are all accounts"
    return f"are {100 * further.members:.10g}% of the accounts"


def _network(further: Any) -> str:
    network = further.network
    if network.file is not None:
        return f"who follows whom there is read from {network.file.name}"
    preset = f" (preset {network.preset})" if network.preset else ""
    if further.same_stars == 0:
        stars = "who is followed most there has nothing to do with who is on the first platform"
    elif further.same_stars == 1:
        stars = "who is followed most on the first platform is followed most there"
    else:
        stars = f"their order by followers agrees with the first platform's as far as {further.same_stars:g} (0 to 1)"
    return f"who follows whom there is drawn by {network.generator}{preset}, and {stars}"


def _money(scenario: Scenario, name: str) -> list[str]:
    assert scenario.campaign is not None
    further, written = scenario.campaign.further[name], scenario.full["also_on"][name]
    own = written.get("prices")
    from sim.prices import price_of_format

    fee = f"{100 * further.platform_fee:.10g}% on top of each quote there"
    if own is None:
        return [f"{name} takes {fee}."] if further.platform_fee else []
    rule = own.get("table") or f"{own['per_follower']:g} {own['currency']} x followers ^ {own['exponent']:g}"
    cost = f"A paid post on {name} costs {'what the table ' if own.get('table') else ''}{rule}"
    cost += " says" if own.get("table") else ""
    factor = price_of_format(further.prices, "video")
    cost += "" if factor == 1 else f", a video {factor:g} times as much"
    return [f"{cost}{f'; it takes {fee}' if further.platform_fee else ''}."]
