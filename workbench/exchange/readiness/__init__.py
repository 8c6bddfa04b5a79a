"""The sheets on which partners say how ready they are."""
