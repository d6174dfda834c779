"""What the page of one record shows beside its fields, one module for each kind."""
