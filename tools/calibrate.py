"""Fit the few parameters that may be fitted, and write sim/ranking/fitted.toml: ``make calibrate``.

The experiments are those of tests/verification; what is fitted to what stands in tests/verification/campaign_fit.py.
The seed is fixed, so the same state of the code gives the same file. It takes about a quarter of an hour.
"""

import datetime
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "sim" / "ranking" / "fitted.toml"
sys.path.insert(0, str(ROOT / "tests" / "verification"))


def text_of(fit, date):
    """The file: what it is, then a table a preset of what the model reads, then how well each target is met."""
    from campaign_fit import SEED, loss, misfit, parameters_of

    lines = [
        "# Written by `make calibrate`; do not edit. Presets that are not here take those of the preset that they",
        "# inherit from, else of x_2026. Misfits are in half widths of the band: within 1 is within it, about.",
        "",
        f'date = "{date}"',
        f"seed = {SEED}",
        f"evaluations = {fit.evaluations}",
        f"loss = {round(sum(loss(met) for met in fit.met.values()), 3)}",
        "",
    ]
    for name, values in fit.values.items():
        lines += [f"[preset.{name}]", *(f"{key} = {value:.4g}" for key, value in parameters_of(values).items())]
        lines += [f"product.goodwill_effect = {values['goodwill_effect']:.4g}", ""]
    for name, met in fit.met.items():
        for target, value in met:
            lines += ["[[target]]", f'preset = "{name}"', f'fact = "{target.fact}"', f'what = "{target.what}"']
            lines += [f"low = {target.low:g}", f"published = {target.value:.4g}", f"high = {target.high:g}"]
            lines += [f"simulator = {value:.4g}", f"misfit = {misfit(target, value):.2f}", ""]
    return "\n".join(lines)


def main():
    """Fit, write the file aside and rename it; 0."""
    from campaign_fit import Fit

    begun = time.monotonic()
    fit = Fit(lambda line: print(line, flush=True)).run()
    aside = TARGET.with_name(TARGET.name + ".new")
    aside.write_text(text_of(fit, datetime.date.today().isoformat()), encoding="utf-8", newline="\n")
    aside.replace(TARGET)
    print(f"{TARGET.relative_to(ROOT)}: {fit.evaluations} evaluations, {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
