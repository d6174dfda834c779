"""The MkDocs theme `pmkb`: the frame around the pages. It loads nothing from elsewhere."""
