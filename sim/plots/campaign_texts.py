"""What a reader sees of campaigns alone; a key that ends in ``_campaign`` stands in the place of the one without."""

from typing import Final

CAMPAIGN_TEXTS: Final = {
    "en": {
        # figures
        "time_campaign": "Days of the campaign",
        "spent_campaign": "Spent, mean over worlds ({currency})",
        "spent_plain_campaign": "Spent, mean over worlds",
        "people": "People",
        "title_funnel": "From impressions to orders",
        "title_less_campaign": "{metric}: {plan} against each of the others (left of 0: {plan} is better)",
        "title_less_against_campaign": "{metric}: each of the others against {plan} (left of 0: it is better)",
        "added_reach_campaign": "added reach (the same worlds without its posts)",
        "by_group": "{metric} by {kind}",
        "group_channel": "channel",
        "group_platform": "platform",
        "group_kol": "KOL",
        "group_segment": "segment",
        "group_community": "community",
        "group_tier": "tier",
        "group_day": "day",
        # stages of the funnel
        "stage_impressions": "Impressions",
        "stage_reach": "Reached",
        "stage_clicks": "Clicks",
        "stage_leads": "Leads",
        "stage_orders": "Orders, all",
        "stage_incremental_orders": "Orders it brings",
        # metrics
        "metric_reach_people": "Reach (people)",
        "metric_impressions": "Impressions (of accounts)",
        "metric_orders": "Orders (all of them, of people)",
        "metric_incremental_orders": "Incremental orders (of people)",
        "metric_roas": "ROAS (revenue per unit of cost)",
        "metric_net_roas": "Net ROAS (without returns)",
        "metric_incremental_roas": "Incremental ROAS (revenue it brings)",
        "metric_incremental_net_roas": "Incremental net ROAS (what it brings, without returns)",
        "metric_cpm": "CPM",
        "metric_cpe": "CPE",
        "metric_cpa": "CPA",
        "metric_cost_per_order": "Cost per order (all orders)",
        "metric_order_lift": "Order lift (incremental less lost orders, of people)",
        "metric_lost_orders": "Lost orders (of people)",
        "metric_referred_orders": "Referred orders (of people)",
        "metric_mentions": "Mentions (posts, good or ill)",
        "metric_negative_mentions": "Negative mentions (posts)",
        "metric_rumour_reach": "Rumour reach (accounts)",
        "metric_share_of_voice": "Share of voice (of impressions, rivals' too)",
        "metric_ugc_posts": "UGC posts (praise)",
        "metric_ugc_quality": "UGC quality (share of usual posts that it beats)",
        "metric_community_members": "Members of the community (accounts)",
        "metric_community_active_rate": "Active members (share of those who were sent a push)",
        "metric_open_rate": "Open rate (of pushes)",
        "metric_mean_satisfaction": "Satisfaction (what was got less what was expected)",
        "metric_advocates": "Advocates (accounts)",
        "metric_detractors": "Detractors (accounts)",
        "metric_answered_share": "Complaints answered (share)",
        "metric_mean_answer_hours": "Time to an answer (hours)",
        "metric_repurchase_rate": "Repurchase rate (of accounts with an order)",
        "metric_stages": "Accounts by their last stage",
        "metric_probability_of_loss": "Probability of a loss (share of worlds)",
        # report: frame
        "tile_cost_campaign": "Spent, on average",
        "tile_set_aside": "of {amount} set aside",
        # report: sections
        "h_funnel": "The funnel",
        "h_time_campaign": "Reach day by day",
        "h_brought": "Who brought what, by group",
        "h_network_campaign": "The network",
        "p_funnel": (
            "Means over {worlds} with intervals, on a scale of powers of ten. Orders are all orders, those that "
            "happen without any plan too; beside them stand the orders that the plan brings."
        ),
        "p_funnel_authors": (
            "Whoever posts for a plan counts as reached without an impression of his own; so under {plans} more "
            "people are reached than there were impressions."
        ),
        "p_funnel_people": "All stages count people: one account stands for {each} of them.",
        "p_luck_campaign": (
            "Read upwards from a number: in how many worlds is there at least that much? Where a curve falls steeply "
            "the worlds are alike; where it falls slowly luck decides."
        ),
        "p_time_campaign": (
            "An account counts as reached once it has seen a post of the plan, a share of one, or an ad; who posts for "
            "the plan counts from his first post on. The line is "
            "the median world, the band holds the middle 80% of worlds."
        ),
        "p_cost_campaign": (
            "What was really spent; bought impressions that found nobody are not in it. A plan on the dotted line is "
            "beaten by no cheaper plan."
        ),
        "p_added_campaign": (
            "The same worlds were run again without each account's posts: what is missing then is what it really "
            "added. Followers are the accounts that it reaches directly."
        ),
        "p_brought": (
            "Means over worlds with intervals. Attributed orders are a rule's credit for all orders, also for those "
            "that would have happened anyway; incremental orders are what the plan brings. Channels and authors "
            "through which nothing came under any plan are left out."
        ),
        "h_shares": "Who brought what: alone, together, and by the rules of attribution",
        "p_shares": (
            "The same worlds were run again with some groups of the plan alone. Alone: what a group brings if it is "
            "all that is done. Added: what is missing without it. Together is the true lift: the whole plan against "
            "none. Rules of the plan do what they did in the whole plan, and money that is not spent stays unspent."
        ),
        "p_shares_touch": (
            "Last touch, first touch and linear are what those rules credit to it: of orders all are credited, also "
            "those that would have happened anyway; what nothing of the plan touched stands under no group."
        ),
        "p_shares_shapley": (
            "The Shapley value is a group's gain when it joins the others, averaged over all orders of joining; the "
            "values add up to what all bring together. The synergy is what they bring together less what each brings "
            "alone."
        ),
        "p_shares_exact": "All orders count.",
        "p_shares_drawn": "Of more than six groups some orders are drawn anew in each world, each with its reverse.",
        "p_network_campaign": "The accounts among whom the plans act.",
        # report: tables
        "t_stage": "Stage",
        "t_group": "Group",
        "t_measure": "Measure",
        "t_measures_title": "All measures that were asked for, mean with interval",
        "t_spent": "Spent",
        "t_set_aside": "Set aside",
        "t_authors": "Authors",
        "title_shares": "{plan}: {metric} by {kind}",
        "shares_shapley": "Shapley value",
        "shares_alone": "Alone",
        "shares_added": "Added",
        "shares_last_touch": "Last touch",
        "shares_first_touch": "First touch",
        "shares_linear": "Linear",
        "shares_spent": "Spent",
        "shares_cost_per_added": "Cost per added",
        "shares_row_together": "together",
        "shares_row_synergy": "synergy",
        "shares_row_nobody": "no group",
        "mean_and_interval": "{mean} ({low} to {high})",
        # alt texts
        "alt_funnel": "Funnel by plan, in people, means with intervals: {list}.",
        "alt_shares": "{title}, {what}: {list}.",
        "alt_added_campaign": "Added reach of each account of {plan} beside its followers; largest: {list}.",
    }
}
