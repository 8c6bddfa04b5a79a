"""Briefs written out, decided on and kept."""
