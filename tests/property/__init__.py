"""What must hold for any input at all."""
