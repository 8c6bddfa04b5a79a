"""Options, the evidence they cite, and the decisions taken."""
