"""What holders say of trainings they have followed: a house inside the catalogue, with rooms of its own."""
