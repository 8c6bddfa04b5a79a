"""Projects of other programs in the REFI-QDA standard, version 1.5: what is in one, and how it becomes a study."""
