"""What templates call beyond the framework's own tags."""
