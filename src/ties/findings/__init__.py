"""What a chapter says: findings, figures and tables, recorded from its cells and collected by the build."""
