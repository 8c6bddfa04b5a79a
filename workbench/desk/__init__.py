"""What the terminal app and the command line both do, one verb a file."""
