"""Study guides: what one says, and the folder that holds them."""
