"""The schemas that readers see; staging and matching are a build's own."""

LAYERS = ("bronze", "silver", "gold")
