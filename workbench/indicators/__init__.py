"""The numbers strand: data sets, indicators, figures with their intervals, and a figure as a sentence."""
