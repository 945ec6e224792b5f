"""What accounts and bought impressions cost in a campaign, in sentences; and what of its table of KOLs is not read."""

from sim.scenario.errors import listed
from sim.scenario.scenario import Scenario
from sim.scenario.tree import value_at, ways


def columns_not_read(scenario: Scenario) -> list[str]:
    """A sentence that names the columns of the table of KOLs that mean nothing here; none where all are read."""
    candidates = None if scenario.campaign is None else scenario.campaign.candidates
    if candidates is None or not candidates.unknown:
        return []
    return [f"Columns of {candidates.file.name} that mean nothing here were not read: {listed(candidates.unknown)}."]


def prices_sentences(scenario: Scenario) -> list[str]:
    """Who can be paid, and at what price."""
    from sim.prices import PRICE_TABLES, price_of_format

    assert scenario.campaign is not None
    prices, candidates = scenario.prices, scenario.campaign.candidates
    found = []
    if candidates is not None:
        quoted = f"Who can be paid is told by {candidates.file.name}: {len(candidates.rows):,} KOLs with their quotes"
        rest = "all others cost what follows" if prices is not None else "nobody else is paid"
        found.append(f"{quoted}, each bound to an account of the network; {rest}.")
        found += columns_not_read(scenario)
    if prices is None:
        return found
    fee = scenario.campaign.platform_fee
    beside = f"; the platform takes {100 * fee:.10g}% on top" if fee else ""
    factor = price_of_format(prices, "video")
    beside = f"{'' if factor == 1 else f', a video {factor:g} times as much'}{beside}"
    if prices.table is not None:
        table = PRICE_TABLES[prices.table]
        told = f"A paid post costs what the table {table.name} of {table.date} says{beside}"
        return [*found, f"{told}. Source: {table.source}."]
    rule = f"{prices.per_follower:g} {prices.currency} x followers ^ {prices.exponent:g}"
    return [*found, f"A paid post costs {rule}{beside}."]


def usual_prices(scenario: Scenario) -> list[str]:
    """What bought impressions cost where the file does not say it."""
    told: dict[str, str] = {}
    for path, text in scenario.defaults.items():
        if path.startswith("plans/") and path.endswith("/cpm"):
            price = value_at(scenario.full, next(ways(scenario.full, path)))
            what, _, source = text.partition("Source: ")
            told[text] = f"Where no cpm is given, the {what.rstrip('. ').replace('(currency)', 'is')}"
            told[text] += f" {price:,.10g} {scenario.currency}. Source: {source}."
    return list(told.values())
