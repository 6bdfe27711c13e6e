"""Four dimensions from features and findings, domain weights, and an explanation that adds up."""
