"""What is known of a customer and the parties: plain values, no judgement."""
