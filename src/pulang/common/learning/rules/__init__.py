"""Pure rules of courses: what a pack says, whether it is right, and what a human-rights reader must look at."""
