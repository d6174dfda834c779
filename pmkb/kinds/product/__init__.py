"""What concerns the product: plan, releases, documents, contracts, certificates, requirements."""
