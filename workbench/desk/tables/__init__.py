"""Every analysis as a tidy table, and what its columns say."""
