"""Parts of the screen that more than one room uses. They take frozen values and know no project."""
