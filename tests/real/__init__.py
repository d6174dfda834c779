"""Knowledge bases over documents that nobody here has written."""
