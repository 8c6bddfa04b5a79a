"""Names taken out, before an import and after."""
