"""Projects of other programs that are no REFI-QDA: QualCoder and Taguette."""
