"""The console's screens and widgets: draw what the session knows and send messages back."""
