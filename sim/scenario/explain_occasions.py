"""What happens in a campaign's world whatever the plan does, in sentences."""

from typing import Any

from sim.scenario.errors import listed
from sim.scenario.scenario import Scenario
from sim.scenario.times import DAY, moment_text


def occasions_sentences(scenario: Scenario) -> list[str]:
    """Rumours, failures and competitors, in the order of the file, and how many accounts may not be targeted."""
    parameters = scenario.model.parameters
    found = [_rumour(one) for one in parameters.occasions.rumours]
    found += [_failure(one) for one in parameters.occasions.failures]
    found += [_competitor(one) for one in parameters.occasions.competitors]
    if parameters.opt_out:
        effect = f"{100 * parameters.untargeted_effect:.10g}%"
        told = f"{100 * parameters.opt_out:.10g}% of the accounts opted out: they cannot be targeted"
        found.append(f"{told}, and ads that target nobody have {effect} of their effect on them.")
    return found


def _on(day: float) -> str:
    return moment_text(day * DAY)


def _about(one: Any) -> str:
    return f" about {listed(one.topics)}" if one.topics else ""


def _rumour(one: Any) -> str:
    many = "1 account spreads" if one.accounts == 1 else f"{one.accounts:,} accounts spread"
    true = "which is true" if one.real else "which is not true"
    return f"On {_on(one.at)} {many} a rumour{_about(one)}, {true} (stance {one.stance:g})."


def _failure(one: Any) -> str:
    until = "to the end" if one.until is None else f"to {_on(one.until)}"
    return f"From {_on(one.at)} {until} the product fails: its quality is then {one.quality:g}."


def _competitor(one: Any) -> str:
    where = "" if one.on is None else f" on {one.on}"
    found = []
    if one.accounts:
        found.append(_pays(one, where))
    if one.people_shown(1.0) > 0.0:
        found.append(_advertises(one, where))
    nothing = f"On {_on(one.at)} a competitor does nothing{where}: it pays no accounts and buys no ads."
    return " ".join(found) or nothing


def _advertises(one: Any, where: str) -> str:
    until = "to the end" if one.until is None else f"to {_on(one.until)}"
    bought = f"{one.ads_a_day:,.10g} impressions of people a day"
    if one.cpm is not None:
        bought = (
            f"{one.people_shown(1.0):,.10g} impressions of people ({one.ad_budget:,.10g} at {one.cpm:,.10g} a thousand)"
        )
    cap = "" if one.frequency_cap == 10**6 else f", at most {one.frequency_cap} an account"
    told = f"From {_on(one.at)} {until} a competitor buys ads{where}{_about(one)}: {bought}{cap}"
    return f"{told}; they take looks for ads from the plans."


def _pays(one: Any, where: str) -> str:
    when = f"On {_on(one.at)}" if one.until is None else f"From {_on(one.at)} to {_on(one.until)}"
    many = f"{one.accounts:,} account" + ("" if one.accounts == 1 else "s")
    after = f" after the {one.after:,} largest" if one.after else ""
    return f"{when} a competitor pays the {many} with most followers{where}{after} for a post{_about(one)}."
