"""The sphere: distances, areas, reach at sea."""
