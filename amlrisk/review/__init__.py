"""Cases: what two people decide about a customer, by which steps, and who may take them. Pure."""
