"""The sources room: what was said, by whom, and bringing it in."""
