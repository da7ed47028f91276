"""Components with JavaScript of their own, in a folder each; the modules beside the folders draw them."""
