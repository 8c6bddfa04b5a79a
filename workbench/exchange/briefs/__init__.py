"""Briefs as HTML, Word and Markdown, and how much fits on two pages."""
