"""Runs inside an environment with evalstats 0.3.3: reads designs as JSON from standard input and writes its verdicts on each pair."""

from __future__ import annotations

import json
import sys
import warnings

import evalstats
import pandas as pd


def main() -> None:
    """Answer every design."""
    warnings.simplefilter("ignore")
    if evalstats.__version__ != "0.3.3":
        sys.exit(f"The oracle is evalstats 0.3.3; this environment has {evalstats.__version__}.")
    answers = []
    for design in json.load(sys.stdin):
        wide = pd.DataFrame(design["columns"])
        long = wide.melt(id_vars="item", value_vars=design["names"], var_name="prompt", value_name="score")
        said = evalstats.compare(evalstats.load_from(long), factors="prompt").to_dict()
        answers.append(
            [
                {
                    "a": pair["a"],
                    "b": pair["b"],
                    "is_significant": bool(pair["significant"]),
                    "is_significant_p": bool(pair["p_value"] <= 0.05),
                }
                for pair in said["pairwise"]
            ]
        )
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
