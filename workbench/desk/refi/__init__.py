"""A project, or its codebook, for other tools: what leaves for whom, and what stays behind."""
