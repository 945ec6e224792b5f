"""Every text that a reader sees in a figure or in the report, in one table, by language.

A language is one dictionary of the same keys; a key that a language lacks is shown in English.
"""

from typing import Final

from sim.plots.campaign_texts import CAMPAIGN_TEXTS

TEXTS: Final = {
    "en": {
        # figures: axes and legends
        "share_of_worlds_at_least": "Worlds with at least this much",
        "time": "Time ({unit})",
        "reached_so_far": "Accounts reached so far",
        "spent": "Cost ({currency})",
        "spent_plain": "Cost",
        "pareto_front": "not beaten at its price (Pareto front)",
        "followers": "Followers",
        "share_of_accounts_at_least": "Accounts with at least this many",
        "accounts": "accounts",
        "interval_of_mean": "mean and its {confidence} interval",
        "spread_of_worlds": "from the bad-luck to the good-luck decile",
        "difference_in": "Difference: {metric}",
        "difference_to": "Against {plan}: {metric}",
        "over_the_others": "{path} (mean over the other settings)",
        "not_varied": "as in the scenario",
        "over": "over {plan}",
        "title_by_community": "By community",
        "title_by_tier": "By tier",
        "title_network": "{plan}: {reached} of {accounts} accounts reached",
        "title_followers": "How unequal its accounts are",
        "title_tornado": "The answer at both ends of each range",
        "title_gain": "{metric}: what {plan} gains over the others",
        "title_less": "{metric}: {plan} less each of the others (below 0: {plan} needs less)",
        "title_less_against": "{metric}: each of the others less {plan} (below 0: it needs less)",
        "title_against": "{metric}: what the others gain over {plan}",
        "viral_line": "goes viral",
        "direct_followers": "direct followers",
        "added_reach": "added reach (the same worlds without this seed)",
        "added_or_followers": "Accounts (followers, added reach)",
        "community": "Community {number}",
        "communities_other": "All others",
        "share_reached": "Share of its accounts reached (mean)",
        "mean_reached": "Accounts reached (mean)",
        "account": "Account {name}",
        "seed": "seed",
        "kol": "KOL: most followers",
        "reached": "reached",
        "not_reached": "not reached",
        "share_path": "who brought whom",
        "group_size": "disc: a community, as large as its accounts",
        "group_core": "filled part: its share that was reached",
        "not_drawn": "not drawn: {groups} more communities with {accounts} accounts, {reached} of them reached",
        "reached_by_size": "reached account; the larger, the more followers",
        "ring_time": "ring: the time (step) at which it was reached",
        "ring_shares": "ring: how many shares lie between it and a seed",
        "not_reached_count": "{count} of {of} accounts were not reached",
        "reached_not_drawn": "{count} of the {of} reached are not drawn: they brought the fewest",
        "at_low": "low fifth of its range",
        "at_high": "high fifth of its range",
        "tornado_difference": "{metric}: {a} minus {b}",
        "tornado_single": "{metric} of {a}",
        # tiers
        "tier_head": "Head",
        "tier_waist": "Waist",
        "tier_tail": "Tail",
        "tier_koc": "KOC",
        # metrics that have a nicer name than their own
        "metric_reach": "Reach (accounts)",
        "metric_depth": "Depth (steps)",
        "metric_breadth": "Breadth (accounts in the widest step)",
        "metric_structural_virality": "Structural virality",
        "metric_time_to_half": "Time to half of the reach (steps)",
        "metric_speed": "Speed (accounts a step)",
        "metric_cost_per_reach": "Cost per person reached",
        # report: frame
        "report_of": "Comparison of plans",
        "report_of_one": "One plan",
        "verdict": "Verdict",
        "no_verdict": "{plan}: {metric} is {mean} on average.",
        "nothing_ran": "This result holds no plans.",
        "tile_difference": "Difference in {metric}",
        "tile_mean": "{metric}, on average",
        "tile_over": "{a} against {b}",
        "tile_cost": "Cost",
        "tile_no_prices": "no prices",
        "tile_won": "Worlds won",
        "tile_won_note": "by {a} against {b}; {ties} tied",
        "tile_turns": "Turning point",
        "tile_turns_note": "the answer turns there; {low} to {high}",
        "tile_turns_none": "none found",
        "tile_turns_none_note": "within the ranges that were tried",
        "tile_turns_untried": "not tried",
        "tile_turns_untried_note": "no uncertain parameter was named",
        "tile_weak": "Assumptions and weak sources",
        "tile_weak_value": "{weak} of {total}",
        "tile_weak_note": "settings rest on an assumption or a weak source, not on a measurement",
        "tile_weak_none": "no setting rests on an assumption or a weak source",
        "tile_worlds": "Worlds",
        "tile_worlds_note": "with good luck {high}, with bad luck {low}",
        "interval": "{confidence}: {low} to {high}",
        "range": "{low} to {high}",
        "no_interval": "no interval",
        "seeds_count": "{count} seeds",
        "seed_count": "1 seed",
        "worlds_count": "{count} worlds",
        "world_count": "1 world",
        "edges_count": "{count} edges",
        "edge_count": "1 edge",
        "accounts_count": "{count} accounts",
        "account_count": "1 account",
        "each": "each",
        # report: sections
        "h_plans": "The plans side by side",
        "h_luck": "Luck: how different the worlds are",
        "h_time": "How it spreads",
        "h_groups": "Whom it reaches",
        "h_cost": "Cost against result",
        "h_added": "Who brought what",
        "h_network": "One cascade on the network",
        "h_unsure": "What we do not know",
        "h_sweep": "What the settings change",
        "h_assumptions": "Assumptions and their sources",
        "h_methods": "Methods",
        "h_cite": "How to cite",
        "h_scenario": "The resolved scenario",
        "p_plans": (
            "A dot is the mean over {worlds} with its interval; the thin line runs from the bad-luck "
            "to the good-luck decile of single worlds. Every plan met the same worlds, so the differences are "
            "often narrower than the plans' own intervals suggest."
        ),
        "p_plans_together": "The intervals of the {pairs} differences hold together, which widens each.",
        "p_plans_one": (
            "A dot is the mean over {worlds} with its interval; the thin line runs from the bad-luck "
            "to the good-luck decile of single worlds."
        ),
        "p_luck": (
            "Read upwards from a number: in how many worlds is at least that much reached? A curve that falls "
            "early and then stays flat is a plan that often dies early and sometimes goes viral."
        ),
        "p_viral": "Dies early: hardly anybody but the seeds is reached (at most a tenth more, and one). "
        "Goes viral: at least {viral} accounts (a tenth of the network) are reached.",
        "p_time": "The line is the median world, the band holds the middle 80% of worlds.",
        "p_groups": "Means over worlds.",
        "p_cost": "A plan on the dotted line is beaten by no cheaper plan.",
        "p_added": (
            "The same worlds were run again without each seed: what is missing then is what that seed really "
            "added. Followers are the accounts that it reaches directly."
        ),
        "p_network": "Replicate {replicate} of the plan: a single world, not the mean.",
        "p_network_pick": "This plan picks its accounts at random, anew every few worlds; its first pick is shown.",
        "p_added_pick": "Accounts at random ({plans}) are picked anew every few worlds; the first pick is shown.",
        "p_unsure": "How the answer moves between the low and the high fifth of each range.",
        "p_ignorance": (
            "Spread from luck (standard deviation between worlds): {luck}. Spread from what we do not know: "
            "{ignorance}."
        ),
        "p_sweep": (
            "The mean of each plan at each value that was tried, with its interval; where several settings were swept, "
            "over the values of the others. Every point of the sweep meets the same worlds."
        ),
        "p_point_alone": "These numbers are at {point}.",
        "p_point": "These numbers are at {point}, the first of the {count} points of the sweep.",
        "p_no_assumptions": "This result names no settings.",
        # report: tables
        "t_plan": "Plan",
        "t_mean": "Mean",
        "t_interval": "Interval",
        "t_median": "Median",
        "t_bad": "Bad-luck decile",
        "t_early": "Dies early",
        "t_viral": "Goes viral",
        "t_highest": "Probability of the highest mean",
        "t_lowest": "Probability of the lowest mean",
        "t_cost": "Cost",
        "t_seeds": "Seeds",
        "t_setting": "Setting",
        "t_value": "Value",
        "t_source": "What it is, and its source",
        "t_mark": "Mark",
        "mark_given": "yours",
        "mark_weak": "assumption or weak",
        "mark_sourced": "published or fitted",
        "mark_neutral": "convention",
        # report: methods
        "m_worlds": (
            "Each of {plans} was run in the same {worlds} ({realisations}), seed {seed}. Every random "
            "draw is a pure function of the seed, the replicate and what is decided, so the difference between "
            "two plans is the plan and not the luck."
        ),
        "m_one_plan": "1 plan",
        "m_plans": "{count} plans",
        "m_one_network": "on this one network",
        "m_networks": "spread evenly over {count} networks; intervals are clustered by network",
        "m_picked": (
            "Accounts at random ({plans}) are picked anew {picks} times, each time for {each} at most{clustered}."
        ),
        "m_picked_once": "Accounts at random ({plans}) are picked once.",
        "m_clustered": "; intervals are clustered by pick",
        "m_network": "Network: {description}.",
        "m_network_size": "{accounts}, {edges}",
        "m_network_sizes": "{low} to {accounts}, {few} to {edges}",
        "m_model": "Model: {model}.",
        "m_method": "Intervals: {method}, at {confidence} confidence.",
        "m_stopped": "Stopped: {stopped}.",
        "m_one_network_warning": (
            "The answer holds on this one network; another network of the same kind may give another."
        ),
        "m_odd": (
            "The model is described after the ODD protocol (Grimm et al. 2020, JASSS 23(2) 7) in docs/odd.md of "
            "the source."
        ),
        "cite": (
            'Seedcast {version} (computer program): a simulation of information diffusion. Scenario "{name}", '
            "result {hash}."
        ),
        "made_by": "Made by Seedcast {version}. Result {hash}.",
        # alt texts
        "alt_intervals": "Interval plot of {metric} by plan: {list}.",
        "alt_interval_item": "{plan} {mean} ({low} to {high})",
        "alt_differences": "Paired differences in {metric}: {list}.",
        "alt_distribution": (
            "Share of worlds in which {metric} is at least a value, a curve for each plan; medians: {list}."
        ),
        "alt_over_time": (
            "Accounts reached over time by plan, median and middle 80% of worlds; final medians: {list}."
        ),
        "alt_by_community": "Mean share of each community that each plan reaches.",
        "alt_by_tier": "Mean number of accounts reached in each tier by plan.",
        "alt_cost": "Cost against {metric} by plan: {list}.",
        "alt_added": "Added reach of each seed of {plan} beside its followers; largest: {list}.",
        "alt_network": ("Network of {accounts} accounts with one cascade of {plan}: {reached} reached from {seeds}."),
        "alt_followers": (
            "Share of accounts with at least a number of followers, on logarithmic axes; the largest has {largest}."
        ),
        "alt_tornado": "How much each uncertain parameter moves the answer; largest first: {list}.",
        "alt_sweep": "Mean {metric} by plan for each value of {path}.",
        **CAMPAIGN_TEXTS["en"],
    }
}


class UnknownLanguage(ValueError):
    """No texts in this language."""


def say(language: str, key: str, **values: object) -> str:
    """One text with its values filled in.

    >>> say("en", "seeds_count", count=3)
    '3 seeds'
    """
    if language not in TEXTS:
        raise UnknownLanguage(f"language: {language!r} is not allowed; allowed: {', '.join(TEXTS)}")
    return (TEXTS[language].get(key) or TEXTS["en"][key]).format(**values)


def counted(language: str, word: str, count: int) -> str:
    """A number with its word.

    >>> counted("en", "world", 1), counted("en", "world", 2000)
    ('1 world', '2,000 worlds')
    """
    return say(language, f"{word}_count") if count == 1 else say(language, f"{word}s_count", count=f"{count:,}")


def metric_name(language: str, metric: str) -> str:
    """How a metric is called on an axis; one without a text of its own is called by its name.

    >>> metric_name("en", "reach"), metric_name("en", "cost_per_order")
    ('Reach (accounts)', 'Cost per order (all orders)')
    >>> metric_name("en", "content/post/utility"), metric_name("en", "platform/ad_load")
    ('Utility (post)', 'Ad load')
    """
    known = TEXTS[language].get(f"metric_{metric}") if language in TEXTS else None
    if known or "/" not in metric:
        return known or metric.replace("_", " ").capitalize()
    *where, what = metric.replace("_", " ").split("/")
    where = [part for part in where if part not in GROUPS]
    return what.capitalize() + (f" ({' '.join(where)})" if where else "")


GROUPS: Final = ("content", "platform", "occasions", "model", "network", "product")
"""Parts of a setting's path that say nothing on an axis."""


def short_metric_name(language: str, metric: str) -> str:
    """The same without its unit.

    >>> short_metric_name("en", "reach")
    'Reach'
    """
    return metric_name(language, metric).split(" (")[0]
