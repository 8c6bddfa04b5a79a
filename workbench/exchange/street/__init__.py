"""Street-level files of the police, counted into figures of areas."""
