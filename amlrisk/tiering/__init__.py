"""What a customer is worth to the group, one file a scheme; the overall tier; the gate of the AML grade before it."""
