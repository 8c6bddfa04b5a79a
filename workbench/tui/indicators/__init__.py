"""Indicators: what a figure says, beside its benchmark and its neighbours, and the page of a place."""
