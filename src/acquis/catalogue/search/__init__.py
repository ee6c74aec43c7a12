"""Finding an offer: French words, places, filters, counts; an index of what is on sale, beside the database."""
