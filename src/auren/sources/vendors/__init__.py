"""One file, or one folder, a vendor or format; none knows another."""
