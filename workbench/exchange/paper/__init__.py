"""Paper: transcripts, quotes, the codebook and the framework matrix, as plain pages and as Word and HTML files."""
