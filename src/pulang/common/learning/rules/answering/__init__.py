"""How questions are asked, answered on a screen or on paper, and scored."""
