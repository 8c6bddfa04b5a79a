"""What a machine proposes, kept apart until a person has decided."""
