"""What is wrong with deliveries and builds, for whoever asks, and for people who want to be told."""
