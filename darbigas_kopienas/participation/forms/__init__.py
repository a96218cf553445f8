"""Forms of taking part, in files named as the views that use them."""
