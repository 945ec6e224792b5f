"""What is sold, and what baseline demand follows: the price, and interest in the product's topics.

It is told where the file gives or varies one of these; what then changes nothing is told, too.
"""

from collections.abc import Mapping
from typing import Any, Final

from sim.arithmetic import exp, log
from sim.scenario.errors import listed
from sim.scenario.scenario import Scenario

NOT_BY_PRICE: Final = "Orders do not follow the price"
USUAL: Final = " (where price_sensitivity is .5)"
CLICKS: Final = "Clicks lead to orders as at any price."


def product_sentences(scenario: Scenario) -> list[str]:
    """The product, and what its demand follows."""
    product = scenario.full.get("product")
    if product is None:
        return ["Nothing is sold: there are no orders."]
    unit = f" {scenario.currency}" if scenario.currency else ""
    found = []
    if "product" in scenario.defaults:
        found.append("No product is named, and orders are counted: one as by default is sold.")
    margin, returns = (f"{100 * product[key]:.10g}%" for key in ("margin", "returns"))
    found.append(
        f"The product has the quality {product['quality']:g}; an order is worth {_worth(product, unit)}, "
        f"with a margin of {margin}; {returns} are sent back."
    )
    varied = {*scenario.uncertain, *(path for row in (scenario.sweep.rows if scenario.sweep else ()) for path in row)}
    return [*found, *_quality(product, varied), *_price(product, varied, unit), *_interest(product, varied)]


def _worth(product: Mapping[str, Any], unit: str) -> str:
    """What an order is worth; its law is skewed, so the median is not what a shop calls its average order.

    >>> _worth({"order_value": 168.0, "order_spread": 0.5}, " CNY")
    '168 CNY in the median, 190 CNY on average (order_spread 0.5)'
    """
    median, spread = product["order_value"], product["order_spread"]
    if spread == 0:
        return f"{median:,.10g}{unit}"
    mean = median * exp(0.5 * spread * spread)
    return f"{median:,.10g}{unit} in the median, {mean:,.3g}{unit} on average (order_spread {spread:g})"


def _quality(product: Mapping[str, Any], varied: set[str]) -> list[str]:
    """When quality can matter at all, where it is varied."""
    if "product/quality" not in varied:
        return []
    return [
        f"The product's quality is known only after delivery ({product['delivery_days']:g} days): it moves orders by "
        "what customers say and order again, so expect little in a week. What people expect before is the content's "
        "promise."
    ]


def _price(product: Mapping[str, Any], varied: set[str], unit: str) -> list[str]:
    """Whether demand follows the price."""
    usual, effect = product.get("usual_price"), product["price_effect"]
    has_effect = effect > 0 or "product/price_effect" in varied
    has_usual = usual is not None or "product/usual_price" in varied
    if not has_effect and (has_usual or "product/order_value" in varied):
        return [f"{NOT_BY_PRICE}: product/price_effect is 0. product/order_value only changes what an order is worth."]
    if has_effect and not has_usual:
        return [f"{NOT_BY_PRICE}: without product/usual_price every product/order_value is the usual one."]
    if not has_effect:
        return []
    told = ""
    if not varied & {"product/price_effect", "product/usual_price", "product/order_value"}:
        price, times = product["order_value"], exp(-0.5 * effect * (log(product["order_value"]) - log(usual)))
        told = f": at {price:,.10g}{unit} instead of {usual:,.10g} it is {times:.3g} times the usual{USUAL}"
    elif "product/price_effect" not in varied:
        told = f": a price 1% higher takes {0.5 * effect:.3g}% of it{USUAL}"
    return [f"Baseline demand follows product/order_value beside product/usual_price{told}. {CLICKS}"]


def _interest(product: Mapping[str, Any], varied: set[str]) -> list[str]:
    """Whether demand follows the interests of the accounts."""
    topics, effect = product["topics"], product["interest_effect"]
    has_effect, has_topics = effect > 0 or "product/interest_effect" in varied, topics or "product/topics" in varied
    if has_topics and not has_effect:
        return ["Who is interested in the product orders no more: product/interest_effect is 0."]
    if has_effect and not has_topics:
        return ["product/interest_effect changes nothing: product/topics is not given."]
    if not has_topics:
        return []
    about = listed(topics) if "product/topics" not in varied else "the product's topics"
    more = f" ({exp(effect):.3g} times a standard deviation)" if "product/interest_effect" not in varied else ""
    return [f"Who is interested in {about} orders more by himself{more}; the mean over all accounts stays."]
