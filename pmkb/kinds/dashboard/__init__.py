"""What the dashboards are about: goals."""
