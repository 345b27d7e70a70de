"""What the sales and the finance system tell of the customers: sales, receipts, bills, targets."""
