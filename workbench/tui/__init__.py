"""The terminal app. Screens carry the names of the domain."""
