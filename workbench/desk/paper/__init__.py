"""Paper: four things that researchers print, filled from the project at the door for an audience."""
