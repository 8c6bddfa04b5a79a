"""The triangulation room: what each source says on a topic, and how they meet."""
