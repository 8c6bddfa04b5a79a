"""The one project file: every change named, undoable, and by somebody."""
