"""Reports of a result, one module per format. They read tables, so a saved run reports like a fresh one."""
