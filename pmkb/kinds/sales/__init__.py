"""What concerns selling: customers."""
