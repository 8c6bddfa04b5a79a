"""Taking in a study of another tool: which rows its things are, and what is new of each kind."""
