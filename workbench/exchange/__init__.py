"""Every file format, in and out. Takes and gives domain values; knows no project file."""
