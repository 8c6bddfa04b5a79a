"""Displays: words and numbers in one picture or table."""
