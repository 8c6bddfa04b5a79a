"""Copies of a project united."""
