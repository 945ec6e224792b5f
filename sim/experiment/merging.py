"""The shards of one sweep, put together."""

from pathlib import Path
from typing import Any

from sim.experiment.again import stored_scenario
from sim.experiment.recipe import folder_of, seen_from
from sim.experiment.sentences import headline
from sim.experiment.verdicts import effects_of_sweep
from sim.results import Result, RunError, RunFolder, write_text


def merge(folders: list[str | Path], *, out: str | Path = "runs", allow_code: list[Path] | None = None) -> Result:
    """Put the finished shards of one sweep together.

    Raises:
        RunError: shards of different sweeps, a design point twice or missing.
    """
    import pandas

    parts = [Result.load(folder) for folder in folders]
    if not parts:
        raise RunError("merge needs the folders of the shards")
    first = parts[0].manifest
    seen: dict[int, Path] = {}
    for part in parts:
        if part.manifest["hash"] != first["hash"]:
            raise RunError(f"{part.folder} is a shard of another sweep than {parts[0].folder}")
        if part.manifest.get("sources") != first.get("sources"):
            raise RunError(f"{part.folder} was made by other code of the engine than {parts[0].folder}; make one anew")
        if not part.manifest.get("shard"):
            raise RunError(f"{part.folder} is not a shard: it holds a whole run, and there is nothing to merge")
        for number in part.manifest["point_numbers"]:
            if number in seen:
                raise RunError(f"design point {number} is in {seen[number]} and in {part.folder}; name each shard once")
            seen[number] = part.folder  # type: ignore[assignment]
    scenario = stored_scenario(Path(folders[0]), allow_code)
    missing = sorted(set(range(len(scenario.design_points()))) - set(seen))
    if missing:
        raise RunError(f"design points in no shard: {len(missing)}, the first is {missing[0]}; run those shards too")
    tables = {}
    for name in ("runs", "timeseries", "choices"):
        table = pandas.concat([getattr(p, name) for p in parts], ignore_index=True)
        tables[name] = in_order(table)
    numbers = sorted(seen)
    verdicts = {n: v for p in parts for n, v in zip(p.manifest["point_numbers"], p.manifest["verdicts"])}
    described = {n: d for p in parts for n, d in zip(p.manifest["point_numbers"], p.manifest["points"])}
    points = scenario.design_points()
    holder = next(p for p in parts if numbers[0] in p.manifest["point_numbers"])
    manifest = {
        **holder.manifest,
        "design_points": [points[n] for n in numbers],
        "point_numbers": numbers,
        "points": [described[n] for n in numbers],
        "verdicts": [verdicts[n] for n in numbers],
        "verdict": verdicts[numbers[0]],
        "headline": headline([points[n] for n in numbers], [verdicts[n] for n in numbers]),
        "effects": effects_of_sweep(scenario, tables["runs"]),
        "seconds": round(sum(p.manifest["seconds"] for p in parts), 3),
        "shard": None,
    }
    shares = [part.attribution for part in parts if part.attribution is not None]
    if shares:
        table = pandas.concat(shares, ignore_index=True)
        tables["attribution"] = table.sort_values("design_point", kind="stable").reset_index(drop=True)
    parts.sort(key=lambda part: part.manifest["point_numbers"][0])
    every = [part.accounts for part in parts]
    result = Result(
        manifest,
        tables["runs"],
        tables["timeseries"],
        tables["choices"],
        holder.cascades,
        accounts=None
        if any(one is None for one in every)
        else in_order(pandas.concat(every), "plan", "design_point", "realisation", "account"),
        attribution=tables.get("attribution"),
        recorded=[part.recorded for part in parts if part.recorded is not None] or None,
    )
    path = folder_of(scenario, Path(out))
    manifest["scenario_folder"] = seen_from(path, scenario.folder)
    with RunFolder(path) as folder:
        write_text(path / "scenario.resolved.yaml", scenario.resolved_yaml())
        result.save(folder)
    return result


def in_order(table: Any, *columns: str) -> Any:
    """The rows by these columns, by design point if there are none."""
    return table.sort_values(list(columns or ("design_point",)), kind="stable").reset_index(drop=True)
