"""Transcripts in every format they come in."""
