"""A workbench for mixed-methods research: lived experience beside the statistics, in one project file."""

__version__ = "0.1.0"
