"""What is printed for the day, and read back from a photograph of it."""
