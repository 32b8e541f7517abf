"""What is Hotline's in a folder and what is not: names, links, ownership."""
