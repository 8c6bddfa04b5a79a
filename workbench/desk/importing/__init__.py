"""Files brought into a project."""
