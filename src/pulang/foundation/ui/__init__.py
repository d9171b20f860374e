"""The design system: base pages, components, forms and the style sheet of both planes."""
