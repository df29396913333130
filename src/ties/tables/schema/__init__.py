"""What every contract is made of: its base, its kinds of columns, and the checks that several share."""
