"""The commands of `seedcast`, each a few lines: read the options, call the experiment, say what was found.

Only typer is imported at the top; everything else when a command needs it, so that `--help` answers at once.
Exit status: 0 done, 1 our fault, 2 the user's (one paragraph, no traceback), 130 on Ctrl-C with what is done kept.
"""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="seedcast",
    help="Which seeding plan reaches more people on a social network, by how much, and how surely.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

File = Annotated[Path, typer.Argument(help="A scenario file (YAML).")]
Run = Annotated[Path, typer.Argument(help="A run folder, as a command printed it.")]
Out = Annotated[Path, typer.Option("--out", help="The folder in which run folders are made.")]
Threads = Annotated[int | None, typer.Option("--threads", help="Threads; the numbers do not depend on it. [all cores]")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the verdict.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Do it again even if the run is finished.")]
Language = Annotated[str, typer.Option("--language", help="Language of the report: en.")]
Allow = Annotated[
    list[Path] | None,
    typer.Option("--allow-code", help="A Python file from which the scenario may name file:function. Repeatable."),
]


def command(*names: str) -> Callable:
    """Register a command, with the errors that are the user's told in one paragraph."""

    def register(function: Callable) -> Callable:
        @functools.wraps(function)
        def answering(*arguments: Any, **options: Any) -> None:
            try:
                function(*arguments, **options)
            except KeyboardInterrupt:
                tell("stopped; what is done is kept, and the same command goes on from there")
                raise typer.Exit(130) from None
            except BrokenPipeError:
                sys.stderr.close()
                raise typer.Exit(0) from None
            except ValueError as error:
                if not type(error).__module__.startswith("sim."):
                    raise
                tell(str(error))
                raise typer.Exit(2) from None
            except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
                tell(f"{error.filename}: {error.strerror}")
                raise typer.Exit(2) from None
            except MemoryError:
                tell("there is not enough memory for this; use fewer accounts, fewer threads or a larger machine")
                raise typer.Exit(2) from None

        for name in names:
            app.command(name)(answering)
        return function

    return register


def tell(text: str) -> None:
    """A line for the person at the terminal, beside the output."""
    print(f"seedcast: {text}", file=sys.stderr)


def run_a_scenario(
    kind: str, file: Path, out: Path, threads: int | None, quiet: bool, as_json: bool, language: str, options: dict
) -> None:
    """What `compare` and `sweep` share: explain, run with a progress bar, print, write report and figures."""
    from sim import experiment, report
    from sim.face import Bar, as_dict, check_language, tables_for_people, verdict_for_people
    from sim.scenario import explain, load

    check_language(language)
    scenario = load(file, allow_code=options.pop("allow_code") or [])
    if not (quiet or as_json):
        for sentence in explain(scenario):
            print(sentence)
        print()
    with Bar(quiet=quiet or as_json) as bar:
        result = getattr(experiment, kind)(scenario, out=out, threads=threads, progress=bar, **options)
        page = report.write_report(result, result.folder / "report.html", language=language)
        report.write_figures(result, result.folder / "figures")
    if as_json:
        import json

        print(json.dumps(as_dict(result), ensure_ascii=False, indent=1, allow_nan=False))
        return
    if not quiet:
        print(tables_for_people(result))
    print(verdict_for_people(result))
    if not quiet:
        print(f"\nReport: {page}")


@command("compare", "run")
def compare(
    file: File,
    out: Out = Path("runs"),
    threads: Threads = None,
    quiet: Quiet = False,
    as_json: Json = False,
    fresh: Fresh = False,
    language: Language = "en",
    allow_code: Allow = None,
) -> None:
    """Compare the plans of a scenario in the same worlds (`run` is the same word for one plan)."""
    run_a_scenario("compare", file, out, threads, quiet, as_json, language, {"fresh": fresh, "allow_code": allow_code})


@command("sweep")
def sweep(
    file: File,
    out: Out = Path("runs"),
    threads: Threads = None,
    quiet: Quiet = False,
    as_json: Json = False,
    fresh: Fresh = False,
    shard: Annotated[str | None, typer.Option("--shard", help="3/20: the third of twenty parts; see merge.")] = None,
    language: Language = "en",
    allow_code: Allow = None,
) -> None:
    """Compare the plans at every design point of the scenario's sweep."""
    from sim.face import shard_of

    options = {"fresh": fresh, "shard": shard_of(shard), "allow_code": allow_code}
    run_a_scenario("sweep", file, out, threads, quiet, as_json, language, options)


@command("merge")
def merge(
    runs: Annotated[list[Path], typer.Argument(help="The run folders of all shards.")],
    out: Out = Path("runs"),
    allow_code: Allow = None,
) -> None:
    """Put the shards of one sweep together."""
    from sim import experiment, report
    from sim.face import tables_for_people

    result = experiment.merge(list(runs), out=out, allow_code=allow_code)
    assert result.folder is not None
    page = report.write_report(result, result.folder / "report.html")
    report.write_figures(result, result.folder / "figures")
    print(tables_for_people(result))
    print(f"Report: {page}")


@command("explain")
def explain(file: File, as_json: Json = False, allow_code: Allow = None) -> None:
    """Say in sentences what a scenario does, in what its plans differ, and what rests on weak sources."""
    import json

    from sim.scenario import explain as sentences
    from sim.scenario import load

    scenario = load(file, allow_code=allow_code or [])
    found = sentences(scenario)
    print(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(found))


@command("validate")
def validate(
    file: File,
    resolved: Annotated[bool, typer.Option("--resolved", help="Write x.resolved.yaml beside x.yaml.")] = False,
    allow_code: Allow = None,
) -> None:
    """Check a scenario file without running it."""
    from sim.results import write_text
    from sim.scenario import load

    scenario = load(file, allow_code=allow_code or [])
    if resolved:
        beside = file.with_suffix(".resolved.yaml")
        write_text(beside, scenario.resolved_yaml())
        print(f"{beside} is written")
    points = len(scenario.design_points())
    print(f"{file} is valid: {scenario.name!r}, plans: {len(scenario.plans)}, design points: {points}")


@command("schema")
def schema(
    out: Annotated[Path | None, typer.Option("--out", help="A file to write to. [the terminal]")] = None,
) -> None:
    """The JSON Schema (draft 7) of scenario files, for editors."""
    import json

    from sim.results import write_text
    from sim.scenario import json_schema

    text = json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        print(text, end="")
    else:
        write_text(out, text)


@command("new")
def new(file: Annotated[Path, typer.Argument(help="The scenario file to write.")]) -> None:
    """Write a commented starter scenario, with the schema beside it for editors."""
    from sim.scenario import write_starter

    for path in write_starter(file):
        print(f"{path} is written")
    print(f"Next: seedcast compare {file}")


@command("networks")
def networks(
    file: Annotated[Path | None, typer.Argument(help="A scenario or network file. [all presets]")] = None,
    accounts: Annotated[int, typer.Option("--accounts", help="Accounts, where presets are shown.")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", help="Seed, where presets are shown.")] = 1,
    edge_means: Annotated[str | None, typer.Option("--edge-means", help="follows or influences, for a file.")] = None,
    as_json: Json = False,
) -> None:
    """A portrait of networks beside real ones."""
    from sim.face import portraits

    print(portraits(file, accounts, seed, edge_means, as_json))


@command("rerun")
def rerun(
    run: Run,
    replicate: Annotated[int | None, typer.Option("--replicate", help="Only this replicate.")] = None,
    threads: Threads = None,
    quiet: Quiet = False,
    allow_code: Allow = None,
) -> None:
    """Run a stored run again and say whether all values are the same, or the first row that differs."""
    from sim import experiment
    from sim.face import Bar

    with Bar(quiet=quiet) as bar:
        found = experiment.rerun(run, replicate=replicate, threads=threads, progress=bar, allow_code=allow_code)
    print(found.sentence)
    if not found.identical:
        raise typer.Exit(1)


@command("replay")
def replay(
    run: Run,
    replicate: Annotated[int, typer.Option("--replicate", help="Which replicate.")] = 0,
    plan: Annotated[str | None, typer.Option("--plan", help="Only this plan. [all]")] = None,
    events: Annotated[Path | None, typer.Option("--events", help="Write all events to this CSV file.")] = None,
    allow_code: Allow = None,
) -> None:
    """Look at one replicate of a run, event by event."""
    from sim import experiment
    from sim.face import story

    print(story(experiment.replay(run, replicate, plan, allow_code), events))


@command("report")
def report(run: Run, language: Language = "en") -> None:
    """Write the report of a finished run again."""
    from sim import report as pages
    from sim.face import check_language, with_network
    from sim.results import Result

    check_language(language)
    result = with_network(Result.load(run))
    print(pages.write_report(result, run / "report.html", language=language))
    pages.write_figures(result, run / "figures")


@command("archive")
def archive(
    run: Run, out: Annotated[Path | None, typer.Option("--out", help="The archive to write. [RUN.zip]")] = None
) -> None:
    """Put a finished run into one file for a repository: recipe, tables, figures, report, checksums."""
    from sim.archive import archive as write

    print(write(run, out))


def main() -> None:
    """The entry point of the command."""
    app()


if __name__ == "__main__":
    main()
