"""The protocol of triangulation: topics, two people judging blind, and what they settle on."""
