"""Tables of codes on their way in: segments are looked for in the texts that are here, answers found by their number."""
