"""The portrait of a network's followers."""

from typing import Any, Final

import numpy as np

from sim.network import Network
from sim.plots import style
from sim.plots.texts import say

POINTS: Final = 200


def portrait_degrees_data(network: Network) -> Any:
    """The numbers of :func:`portrait_degrees`: followers, and the share of accounts with that many."""
    import pandas as pd

    kinds, counts = np.unique(network.followers, return_counts=True)
    share = counts[::-1].cumsum()[::-1] / len(network)
    kept = kinds > 0
    kinds, share = kinds[kept], share[kept]
    if len(kinds) > POINTS:
        wanted = np.geomspace(kinds[0], kinds[-1], POINTS)
        places = np.unique(np.searchsorted(kinds, wanted).clip(0, len(kinds) - 1))
        kinds, share = kinds[places], share[places]
    return pd.DataFrame({"followers": kinds, "share_of_accounts": share})


def portrait_degrees(network: Network, ax: Any = None, *, language: str = "en") -> Any:
    """How unequal followers are: the share of accounts with at least so many, both axes logarithmic.

    A straight line is a power law. The tiers, where the network has them, begin at the dotted lines.

    Args:
        network: the network.
        ax: matplotlib axes to draw in; a new figure if not given.

    Returns:
        The axes.
    """
    from sim.network import TIERS

    data = portrait_degrees_data(network)
    ax = style.axes(ax, 3.3, left=0.95)
    ax.plot(data["followers"], data["share_of_accounts"], "o-", color=style.colour(0), ms=3.5, lw=1)
    if len(data):
        ax.set_xscale("log")
        ax.set_yscale("log")
        style.plain_log(ax.xaxis)
        style.percents_log(ax.yaxis)
    tier = network.attributes.get("tier")
    if tier is not None:
        for number in range(1, len(TIERS)):
            members = network.followers[tier == number]
            if len(members) and members.min() > 0:
                ax.axvline(members.min(), color=style.QUIET, lw=1, ls=":")
                name = say(language, f"tier_{TIERS[number]}")
                spot = (float(members.min()), 1.05 - 0.07 * number)  # one below the other: tiers can lie close
                ax.annotate(
                    name,
                    spot,
                    (3, 0),
                    xycoords=("data", "axes fraction"),
                    textcoords="offset points",
                    va="top",
                    fontsize=style.SIZE - 2,
                    color=style.QUIET,
                )
    style.label_axes(ax, say(language, "followers"), say(language, "share_of_accounts_at_least"))
    return ax
