"""Arms transfers and deals: shares, concentration, waits, and the stock that deliveries build up."""
