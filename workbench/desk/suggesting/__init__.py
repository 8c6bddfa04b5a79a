"""What a machine proposes, asked for and learned again."""
