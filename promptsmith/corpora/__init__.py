"""What is true of many prompts together: copies, shared blocks, coverage, and drift between versions."""
