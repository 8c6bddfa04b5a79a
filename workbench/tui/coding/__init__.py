"""The coding room: reading, selecting, coding."""
