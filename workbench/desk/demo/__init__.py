"""The demonstration: a project told as text, and everything made of it."""
