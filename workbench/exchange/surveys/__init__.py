"""Surveys as tables, with the roles of their columns."""
