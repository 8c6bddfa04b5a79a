"""The briefs room: what is to be decided, on what evidence, and what was decided."""
