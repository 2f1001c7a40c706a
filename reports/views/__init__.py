"""What each part of a page shows, ready for the template: text, marks and numbers."""
