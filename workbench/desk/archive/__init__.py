"""A project as a zip of plain files, for deposit in a data archive: what is read without this software."""
