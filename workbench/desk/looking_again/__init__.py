"""What needs another look, and what caused it."""
