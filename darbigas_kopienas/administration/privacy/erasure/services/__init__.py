"""What is done with a request: asked, withdrawn, refused; and the erasing itself."""
