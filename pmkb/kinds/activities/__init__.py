"""What is done to be known: events and meetings."""
