"""The evidence workbook for a named audience: its sheets, each declared once, and every one of them asks the same door."""
