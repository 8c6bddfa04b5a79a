"""What nobody says, why, and what is being done about it."""
