"""Parts of the benchmark of the rules; `benchmarks/rules.py` runs them."""
