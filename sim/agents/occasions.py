"""What is published beside the plan: what customers write, and what happens in the world whatever the plan does."""

from dataclasses import replace

from sim.agents.draws import uniform
from sim.agents.platform import Purchase
from sim.agents.posts import RIVAL, RUMOUR
from sim.agents.sessions import DAY
from sim.models.campaign.parameters import Parameters
from sim.randomness import OCCASION
from sim.world import Item, Push


def customers_items(setting: Parameters, topics: tuple[str, ...]) -> list[Item]:
    """Praise and complaint, which tell how good the product is; none if nothing is sold."""
    if setting.product is None:
        return []
    praise = Item("praise", topics=topics, authenticity=1.0, promise=setting.product.quality, tone=0.5, stance=0.8)
    return [praise, replace(praise, name="complaint", tone=-0.5, arousal=0.6, stance=-0.8)]


def occasions_items(setting: Parameters, topics: tuple[str, ...]) -> list[Item]:
    """What rumours and competitors publish."""
    found = []
    for place, one in enumerate(setting.occasions.rumours, 1):
        rumour = Item(f"rumour {place}", topics=one.topics or topics, stance=one.stance, tone=-0.5, promise=0.0)
        found.append(replace(rumour, utility=one.utility, arousal=one.arousal))
    for place, rival in enumerate(setting.occasions.competitors, 1):
        post = Item(f"competitor {place}", topics=rival.topics or topics, stance=0.0, commerciality=0.5)
        found.append(replace(post, utility=rival.utility, arousal=rival.arousal))
    return found


def occasions_posts(model) -> list[tuple[int, int, int, float, int]]:
    """The posts of rumours and competitors: (author, item, kind, second, platform)."""
    occasions, found = model.parameters.occasions, []
    item = len(model.items) - len(occasions.rumours) - len(occasions.competitors)
    for place, rumour in enumerate(occasions.rumours):
        for author in some_accounts(model, place, rumour.accounts):
            found.append((author, item + place, RUMOUR, rumour.at * DAY, 0))
    item += len(occasions.rumours)
    for place, rival in enumerate(occasions.competitors):
        platform = platform_of(model, rival)
        there = [seat for seat in platform.seats if seat.is_member]
        by_followers = sorted(there, key=lambda seat: (-len(seat.followers), seat.id))
        authors, until = by_followers[rival.after :][: rival.accounts], rival.until
        until = rival.at if until is None else until
        for turn, author in enumerate(authors):
            at = rival.at + (until - rival.at) * turn / max(len(authors) - 1, 1)
            found.append((author.id, item + place, RIVAL, at * DAY, platform.number))
    return found


def rival_purchases(model):
    """The ads that competitors buy, impression by impression: they are shown before the plan's."""
    occasions, found = model.parameters.occasions, []
    item = len(model.items) - len(occasions.competitors)
    for place, rival in enumerate(occasions.competitors):
        until, platform = model.parameters.days if rival.until is None else rival.until, platform_of(model, rival)
        people = rival.ads_a_day * max(until - rival.at, 0.0)
        if rival.cpm is not None:
            people = 1000.0 * rival.ad_budget / rival.cpm
        if people > 0.0:
            span = rival.at * DAY, (rival.at + (until - rival.at)) * DAY
            push = Push("ads", item + place, *span, people, 0, None, False, rival.frequency_cap)
            post = model.post(None, item + place, RIVAL, 0, 0.0, platform)
            found.append(Purchase(-1, push, True, 0, model.people_each, platform, post, is_rival=True))
    return found


def platform_of(model, rival):
    """Where a competitor is."""
    return model.platforms[0 if rival.on is None else 1 + list(model.parameters.also_on).index(rival.on)]


def some_accounts(model, place, count):
    """So many different accounts, drawn for this world."""
    found: set[int] = set()
    n, turn = len(model.accounts), 0
    while len(found) < min(count, n):
        found.add(int(uniform(model.key, OCCASION, place, turn) * n))
        turn += 1
    return sorted(found)
