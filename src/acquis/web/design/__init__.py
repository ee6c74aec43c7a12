"""The look: base page, components, environment of the templates."""
