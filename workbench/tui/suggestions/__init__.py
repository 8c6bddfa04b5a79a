"""Review: what a machine proposed, one passage at a time, decided by a person."""
