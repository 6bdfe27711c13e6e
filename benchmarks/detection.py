"""Measure the detection of the domain on texts it was not fitted to: `python benchmarks/detection.py [--write FILE.md]`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from datasets import share
from numpy.typing import NDArray

from promptsmith.calibration import detection_fit as fit
from promptsmith.config import BUILT_IN_DOMAINS
from promptsmith.features import domain
from promptsmith.features.detection import detection_tables, probabilities

GENERAL = BUILT_IN_DOMAINS.index("general")


def chances_of(prompts: Sequence[fit.Labelled]) -> NDArray[np.float64]:
    """Return what the committed table says of each prompt."""
    return probabilities(detection_tables()["domain"].logits(fit.domain_input([prompt.text for prompt in prompts])[0]))


def cross_validated(prompts: Sequence[fit.Labelled]) -> NDArray[np.float64]:
    """Return what models say that saw nothing of the prompt's fold; each has a temperature from inside its own folds."""
    columns = fit.domain_input([prompt.text for prompt in prompts])[0]
    labels = np.array([prompt.domain for prompt in prompts])
    groups = [prompt.group for prompt in prompts]
    folds = np.array([fit.fold_of(group) for group in groups])
    names = [str(number) for number in range(columns.shape[1])]
    found = np.zeros((len(prompts), len(BUILT_IN_DOMAINS)))
    for fold in range(fit.FOLDS):
        inside = folds != fold
        chosen = [group for group, kept in zip(groups, inside, strict=True) if kept]
        model = fit.calibrated(columns[inside], labels[inside], chosen, BUILT_IN_DOMAINS, names)
        found[~inside] = probabilities(model.logits(columns[~inside]))
    return found


def with_reject(chances: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the number of the domain of each row, ``general`` where none is sure enough."""
    best = chances.argmax(axis=1)
    best[chances.max(axis=1) < domain.LEAST_SURE] = GENERAL
    return best


def calibration_error(sure: NDArray[np.float64], right: NDArray[Any]) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(sum((bins == n).mean() * abs(sure[bins == n].mean() - right[bins == n].mean()) for n in np.unique(bins)))


def section(name: str, prompts: Sequence[fit.Labelled], chances: NDArray[np.float64]) -> Iterator[str]:
    """Yield the figures of one part."""
    truth = np.array([BUILT_IN_DOMAINS.index(prompt.domain) for prompt in prompts])
    best, likeliest = with_reject(chances), chances.argmax(axis=1)
    sure = chances[np.arange(len(truth)), likeliest]
    evidence = fit.domain_input([prompt.text for prompt in prompts])[1][:, :-1]
    keyword = np.where(evidence.max(axis=1) > 0, evidence.argmax(axis=1), GENERAL)
    special, said = truth != GENERAL, best != GENERAL
    yield from ("", f"## {name}", "", "| | share (right of all; 95 % Wilson interval) |", "|---|---|")
    yield f"| accuracy, with the reject option | {share(best == truth)} |"
    yield f"| accuracy of the likeliest domain | {share(likeliest == truth)} |"
    yield f"| baseline: always general | {share(truth == GENERAL)} |"
    yield f"| baseline: most evidence by terms | {share(keyword == truth)} |"
    yield f"| a special domain that was said is right | {share((best == truth)[said])} |"
    yield f"| a prompt of a special domain is found | {share((best == truth)[special])} |"
    for value in ("en", "es"):
        rows = np.array([prompt.language == value for prompt in prompts])
        yield f"| accuracy, language {value} | {share((best == truth)[rows])} |"
    yield from ("", "| label \\ said | " + " | ".join(BUILT_IN_DOMAINS) + " |", "|---" * 7 + "|")
    for number, label in enumerate(BUILT_IN_DOMAINS):
        counts = np.bincount(best[truth == number], minlength=len(BUILT_IN_DOMAINS))
        yield f"| {label} | " + " | ".join(str(count) for count in counts.tolist()) + " |"
    yield from ("", "| probability of the likeliest | mean | right |", "|---|---|---|")
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        rows = (sure >= low) & (sure < high)
        if rows.any():
            yield f"| {low:.1f} to {min(high, 1.0):.1f} | {sure[rows].mean():.2f} | {share((likeliest == truth)[rows])} |"
    yield ""
    yield f"Expected calibration error, ten bins: {calibration_error(sure, likeliest == truth):.3f}."


def report() -> Iterator[str]:
    """Yield the lines of the page."""
    fitted = fit.fitted_prompts()
    chances = cross_validated(fitted)
    yield "# Measured detection of the domain"
    yield ""
    yield "Made by `python benchmarks/detection.py --write docs/datasets/detection-measured.md`. No text is judged by a model that saw"
    yield "its template. The author of the word lists had read part of `domains` and wrote `detection`; `ladder` was never read for it."
    for name in fit.FITTED_SETS:
        rows = [number for number, prompt in enumerate(fitted) if prompt.group.startswith(f"{name}:")]
        yield from section(f"{name}: grouped cross-validation", [fitted[number] for number in rows], chances[rows])
    held = [prompt for name in fit.FITTED_SETS for prompt in fit.labelled(name) if fit.is_held_out(prompt.group)]
    for name in ("detection", "domains"):
        part = [prompt for prompt in held if prompt.group.startswith(f"{name}:")]
        yield from section(f"{name}: groups held out, table as shipped", part, chances_of(part))
    ladder = [prompt for prompt in fit.labelled("ladder") if (prompt.level or 0) >= 3]
    yield from section("ladder, levels 3 to 5: takes no part in the fit, table as shipped", ladder, chances_of(ladder))


def main() -> None:
    """Print the report, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE.md")
    arguments = parser.parse_args()
    text = "\n".join(report()) + "\n"
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
