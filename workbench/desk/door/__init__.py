"""What may leave, for whom, and the register of what left."""
