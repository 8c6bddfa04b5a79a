"""The words strand: frames, the codebook, themes, codings, memos, and what comes of reading them together."""
