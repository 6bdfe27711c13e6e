"""Reports of a result, one module per format."""
