"""The report: one HTML file that opens without a network, and the figures with their numbers as files."""

import json
import re
from pathlib import Path
from typing import Any

from sim.plots import naming, stored, style
from sim.plots.texts import say
from sim.report import page
from sim.report.assumptions import assumptions, scenario_text
from sim.report.figures import Figure, figures
from sim.report.svg import FONTS, to_svg
from sim.report.tables import brought_metrics, tables
from sim.scenario.names import file_name
from sim.tables import write_text

Drawn = list[tuple[Figure, str]]
"""Figures and their SVG texts."""


def draw(result: Any, language: str = "en") -> Drawn:
    """Every figure of a stored result, drawn: most of the time that a report takes."""
    return [
        (figure, to_svg(figure.draw(), id_of(figure.name), figure.title, figure.description))
        for figure in figures(result, language)
    ]


def write_all(result: Any, folder: str | Path, language: str = "en") -> Path:
    """Write ``report.html`` and ``figures/`` into a folder, each figure drawn once; returns the report's path.

    Raises:
        UnknownLanguage: there are no texts in this language.
        RunError: a file cannot be written.
    """
    drawn = draw(result, language)
    path = write_report(result, Path(folder) / "report.html", language, drawn)
    write_figures(result, Path(folder) / "figures", language, drawn)
    return path


def write_report(result: Any, path: str | Path, language: str = "en", drawn: Drawn | None = None) -> Path:
    """Write the report of a stored result as one HTML file: no request leaves the page, the same result gives the same
    bytes.

    Args:
        result: a stored result.
        path: the file to write; its folder is made.
        language: the language of the texts.
        drawn: its figures from :func:`draw`, where they are needed elsewhere too.

    Raises:
        UnknownLanguage: there are no texts in this language.
        RunError: the file cannot be written.
    """
    path = Path(path)
    text = report_html(result, language, drawn)
    write_text(path, text)
    return path


def write_figures(result: Any, folder: str | Path, language: str = "en", drawn: Drawn | None = None) -> list[Path]:
    """Write every figure as ``<name>.svg`` with the numbers behind it as ``<name>.csv``; returns the paths.

    Raises:
        UnknownLanguage: there are no texts in this language.
        RunError: a file cannot be written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for figure, svg in draw(result, language) if drawn is None else drawn:
        name = file_name(figure.name)
        while folder / f"{name}.svg" in written:  # settings whose paths differ in their signs alone
            name += "-"
        picture = folder / f"{name}.svg"
        table = picture.with_suffix(".csv")
        write_text(picture, svg + "\n")
        write_text(table, figure.data.to_csv(index=False, lineterminator="\n"))
        written += [picture, table]
    return written


def report_html(result: Any, language: str = "en", drawn: Drawn | None = None) -> str:
    """The text of the report; ``drawn`` as for :func:`write_report`."""
    import jinja2
    import markupsafe

    here = Path(__file__).parent
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(here), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.filters["exact"] = exact
    environment.filters["brief"] = brief
    settings = assumptions(result)
    count = len(stored.plans(result))
    return environment.get_template("report.html.j2").render(
        language=language,
        say=lambda key, **values: say(language, key, **values),
        css=markupsafe.Markup((here / "report.css").read_text(encoding="utf-8").replace("FONTS", FONTS)),
        name=result.manifest.get("name", ""),
        kind=say(language, "report_of_one" if count == 1 else "report_of"),
        headline=_emphasised(page.headline(result, language), stored.plans(result)),
        shown_point=page.shown_point(result, language),
        tiles=page.tiles(result, language, settings),
        sections=_sections(result, language, draw(result, language) if drawn is None else drawn),
        assumptions=settings,
        methods=page.methods(result, language),
        citation=page.citation(result, language),
        scenario=scenario_text(result),
        made_by=say(
            language, "made_by", version=result.manifest.get("engine", "–"), hash=result.manifest.get("hash", "–")
        ),
    )


def _sections(result: Any, language: str, figures: Drawn) -> list[dict]:
    """The sections with figures, each with its words, figures and table."""
    import markupsafe

    drawn: dict[str, list[dict]] = {}
    for figure, svg in figures:
        drawn.setdefault(figure.section, []).append(
            {
                "name": id_of(figure.name),
                "title": figure.title,
                "svg": markupsafe.Markup(svg),
                "values": figure.data.to_json(orient="split", index=False, double_precision=10, force_ascii=False),
            }
        )
    if brought_metrics(result):  # beside the plans: tables without figures
        after = list(drawn).index("plans") + 1 if "plans" in drawn else 0
        drawn = dict([*list(drawn.items())[:after], ("brought", []), *list(drawn.items())[after:]])
    sections = []
    for name, pictures in drawn.items():
        section = {
            "name": name,
            "title": naming.said(result, language, f"h_{name}"),
            "lead": page.leads(result, language, name),
            "figures": pictures,
            "tables": tables(result, language, name),
        }
        sections.append(section)
    return sections


def _emphasised(sentence: str, plans: list[str]) -> Any:
    """The sentence as safe HTML, the plans that it marks as ``*plan*`` in bold, underlined in their colours."""
    import markupsafe

    sentence = sentence[:1].upper() + sentence[1:]
    marks = sorted((f"*{plan}*" for plan in plans), key=len, reverse=True)
    if not marks:
        return markupsafe.escape(sentence)
    pieces = re.split("(" + "|".join(map(re.escape, marks)) + ")", sentence)
    return markupsafe.Markup("").join(
        markupsafe.Markup('<strong style="text-decoration-color: {}">{}</strong>').format(
            style.colour(plans.index(piece[1:-1])), piece[1:-1]
        )
        if piece in marks
        else piece
        for piece in pieces
    )


def exact(value: Any) -> str:
    """The exact value as JSON, for a ``data-`` attribute.

    >>> exact({"a": float("nan"), "b": [1, 2.5]})
    '{"a": null, "b": [1, 2.5]}'
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, default=str)


def _plain(value: Any) -> Any:
    import numpy as np

    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(inner) for inner in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def brief(value: Any) -> str:
    """A setting's value in a table cell.

    >>> brief(True), brief([1, 2]), brief(None), brief(12000000.0)
    ('true', '[1, 2]', '–', '12000000')
    """
    if isinstance(value, float) and value.is_integer() and abs(value) >= 1000:
        value = int(value)
    text = "–" if value is None else value if isinstance(value, str) else exact(value)
    return text if len(text) <= 120 else text[:119] + "…"


def id_of(name: str) -> str:
    """A figure's name as an id: plain letters; two names that differ never meet.

    >>> id_of("intervals-reach"), id_of("added-a/b") == id_of("added-a_b")
    ('intervals-reach', False)
    """
    import hashlib

    safe = re.sub(r"[^A-Za-z0-9-]+", "_", name).strip("_")[:60]
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
