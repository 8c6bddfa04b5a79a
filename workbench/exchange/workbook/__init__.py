"""The evidence workbook: four sheets for people who read in Excel. Values only, one table a sheet."""
