"""A place on one A4 page: what fits on it, its charts, and the page as HTML that needs nothing else."""
