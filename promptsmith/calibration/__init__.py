"""Fitting scores to labels: estimators, weight sets, intervals and the command that makes the committed tables."""
