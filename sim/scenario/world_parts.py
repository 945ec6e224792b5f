"""The parts of a scenario that are the world: the model, the network, the prices."""

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from sim.scenario.checking import check
from sim.scenario.choices import ModelChoice, NetworkChoice
from sim.scenario.code import is_reference
from sim.scenario.errors import listed, shown, unknown
from sim.scenario.filling import Making
from sim.scenario.paths import allowed_path
from sim.scenario.schema import NetworkSetting, ScenarioFile
from sim.scenario.tree import Path

NETWORK_KEYS = tuple(NetworkSetting.model_fields)


def model_choice(data: dict[str, Any], making: Making) -> tuple[ModelChoice, dict[str, Any]] | None:
    """The model that ``{name: parameters}`` names, and the same written out."""
    from sim.models import MODELS, model

    if len(data) != 1:
        problem = f"names {len(data)} models ({listed(data)}); give one" if data else "names no model; give one"
        making.report.add(("model",), problem)
        return None
    ((name, parameters),) = data.items()
    path = ("model", name)
    if not isinstance(parameters, dict):
        making.report.add(path, f"is {shown(parameters)}; it must be a map of the model's parameters")
        return None
    if is_reference(name):
        code = making.own_code(name, path, key=True)
        return (ModelChoice(name, parameters, code), {name: parameters}) if code else None
    if name not in MODELS:
        making.report.add(("model",), unknown("model", name, MODELS))
        return None
    cls = model(name).Parameters
    checked = check(cls, parameters, path, making.report)
    if checked is None:
        return None
    return ModelChoice(name, checked), {name: making.written_out(checked, parameters, path)}


def network_choice(
    setting: NetworkSetting, data: dict[str, Any], making: Making
) -> tuple[NetworkChoice, dict[str, Any]] | None:
    """The network that the setting names, and the same written out."""
    own = {key: value for key, value in data.items() if key not in NETWORK_KEYS}
    common = setting.model_dump(mode="json", include=set(NETWORK_KEYS), exclude_none=True)
    for key in ("realisations", "represents"):
        if key not in common:
            making.optional.add(f"network/{key}")
        elif key not in data:
            making.default(("network", key), NetworkSetting.model_fields[key].description)
    if (setting.generator is None) == (setting.file is None):
        both = "names both a generator and a file" if setting.file is not None else "names neither generator nor file"
        making.report.add(("network",), f"{both}; give one of them")
        return None
    if setting.file is not None:
        return _from_file(setting, own, common, making)
    return _generated(setting, own, common, making)


def _generated(
    setting: NetworkSetting, own: dict[str, Any], common: dict[str, Any], making: Making
) -> tuple[NetworkChoice, dict[str, Any]] | None:
    from sim.generators import GENERATORS, generator

    assert setting.generator is not None
    if setting.generator not in GENERATORS:
        making.report.add(("network", "generator"), unknown("generator", setting.generator, GENERATORS))
        return None
    checked = check(generator(setting.generator).Parameters, own, ("network",), making.report, NETWORK_KEYS)
    if checked is None:
        return None
    if setting.realisations != 1 and getattr(generator(setting.generator), "FIXED", False):
        problem = f"is {setting.realisations}; the generator {setting.generator} makes one network, so it must be 1"
        making.report.add(("network", "realisations"), problem)
    parameters = making.written_out(checked, own, ("network",))
    accounts = parameters.get("accounts")
    if setting.represents is not None and accounts is not None and setting.represents < accounts:
        problem = f"is {setting.represents:g}, fewer people than the {accounts} accounts; at least one an account"
        making.report.add(("network", "represents"), problem)
    choice = NetworkChoice(
        generator=setting.generator,
        preset=parameters.get("preset"),
        parameters=parameters,
        realisations=setting.realisations,
        represents=setting.represents,
    )
    return choice, {"generator": setting.generator, **parameters, **_without(common, "generator")}


def without_scaled(full: dict[str, Any], given: dict[str, Any], making: Making) -> dict[str, Any]:
    """The network written out without what its preset fills in, for a design that varies the preset or the size.

    Else what is filled in for one preset and size would stay for all when the scenario is read again.
    """
    filled = [key for key in full if key not in given and "the preset" in making.defaults.get(f"network/{key}", "")]
    for key in filled:
        making.optional.add(f"network/{key}")
        del making.defaults[f"network/{key}"]
    return _without(full, *filled)


def _from_file(
    setting: NetworkSetting, own: dict[str, Any], common: dict[str, Any], making: Making
) -> tuple[NetworkChoice, dict[str, Any]] | None:
    if setting.realisations != 1:
        problem = f"is {setting.realisations}; a network that is read from a file is one, so it must be 1"
        making.report.add(("network", "realisations"), problem)
    found = read_from(str(setting.file), own, ("network",), NETWORK_KEYS, making)
    if found is None:
        return None
    file, options = found
    choice = NetworkChoice(generator=None, file=file, reader_options=options, represents=setting.represents)
    return choice, {"file": setting.file, **options, **_without(common, "file")}


def read_from(
    name: str, own: dict[str, Any], path: Path, also: tuple[str, ...], making: Making
) -> tuple[FilePath, dict[str, Any]] | None:
    """The file of a network and how it is read, every option filled in; or None and faults.

    Args:
        name: as the scenario writes it.
        own: the options that are given.
        path: where they stand.
        also: keys that may stand beside them.
    """
    from sim.scenario.reading import ReadingSetting, reading_problems

    checked = check(ReadingSetting, own, path, making.report, also)
    file = None
    try:
        file = allowed_path(name, making.source.folder, data=True)
    except ValueError as error:
        making.report.add((*path, "file"), str(error))
    if checked is None or file is None:
        return None
    problems = reading_problems(checked, file, own)
    for key, problem in problems:
        making.report.add((*path, key) if key else path, problem, key=key in own)
    if problems:
        return None
    more = {key: value for key, value in own.items() if key not in ReadingSetting.model_fields}
    return file, making.written_out(checked, own, path) | more


def check_edge_values(model: ModelChoice, network: NetworkChoice, making: Making) -> None:
    """A fault where the model asks for the edges' own values and it is certain that the network has none."""
    if isinstance(model.parameters, dict):
        return
    asked = [name for name in type(model.parameters).model_fields if getattr(model.parameters, name) == "edge"]
    options = network.reader_options
    if not asked or options.get("value") is not None or options.get("each_value") is not None:
        return
    if network.generator is not None:
        without = f"which the networks of the generator {network.generator} do not have"
    elif network.file is not None and not network.file.is_dir():  # a folder may be a network saved with its values
        without = f"but network names no value (the column or attribute of {network.file.name} that holds them)"
    else:
        return
    making.report.add(("model", model.name, asked[0]), f"is edge: each edge's own value, {without}")


def _without(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


def price_setting(file: ScenarioFile, making: Making) -> tuple[Any, dict[str, Any] | None, str | None]:
    """The prices with their exchange rate, the same written out, and the scenario's currency."""
    for pair in file.rates:
        units = pair.split("/")
        if len(units) != 2 or not all(len(unit) == 3 and unit.isascii() and unit.isupper() for unit in units):
            making.report.add(("rates", pair), "is no pair of currencies; write it as USD/CNY", key=True)
    if file.prices is None:
        return None, None, file.currency
    return prices_in(file.prices, ("prices",), file.currency, file.rates, making)


def prices_in(
    data: dict[str, Any], path: Path, currency: str | None, rates: Mapping[str, Any], making: Making
) -> tuple[Any, dict[str, Any] | None, str | None]:
    """Prices from plain data at a path, in this currency or their own; the same written out, and the currency."""
    from sim.prices import PRICE_TABLES, ExchangeRate, PriceSetting

    table = data.get("table")
    if isinstance(table, str) and table not in PRICE_TABLES:
        making.report.add((*path, "table"), unknown("price table", table, PRICE_TABLES))
        return None, None, currency
    checked = check(PriceSetting, data, path, making.report)
    if checked is None:
        return None, None, currency
    own = PRICE_TABLES[checked.table].currency if checked.table else checked.currency
    full = making.written_out(checked, data, path)
    if checked.table:  # a table has these itself
        for name in ("exponent", "currency"):
            full.pop(name, None)
            making.defaults.pop("/".join(map(str, (*path, name))), None)
    currency = currency or own
    if currency != own and checked.exchange is None:
        found, turned = rates.get(f"{own}/{currency}"), rates.get(f"{currency}/{own}")
        if found is None and turned is not None:
            found = turned.model_copy(update={"rate": 1.0 / turned.rate})
        if found is None:
            problem = f"are in {own} and the scenario is in {currency}; give a dated rate: what one {own} is worth in "
            problem += f"{currency}, as rates: {{{own}/{currency}: {{rate: ..., date: 2026-01-31}}}}"
            problem += f" (or {currency}/{own}), or use prices in {currency}"
            problem += f" (rates given: {listed(rates)})" if rates else ""
            making.report.add(path, problem)
            return None, None, currency
        exchange = ExchangeRate(rate=found.rate, date=found.date, source="the scenario")
        checked = checked.model_copy(update={"exchange": exchange})
    return checked, full, currency
