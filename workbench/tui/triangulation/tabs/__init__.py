"""The tabs of the triangulation room, each a pane in a file of its own."""
