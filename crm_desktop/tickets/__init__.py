"""Service: tickets, deadlines, knowledge."""
