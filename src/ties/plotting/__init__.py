"""What figures share: style, maps, layouts, labels and words."""
