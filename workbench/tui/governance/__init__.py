"""Governance: consent, audiences, what needs attention, what has left, and the history."""
