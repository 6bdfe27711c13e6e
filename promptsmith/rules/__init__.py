"""Rules that find located defects. One file per family; `domains/` holds the rules of one domain each."""
