"""Reading closely: frames, the codebook, themes, codings, memos, agreement."""
