"""The codebook and the themes."""
