"""The ticket queue and a ticket with its conversation."""
