"""What the papers of an enrolment say, put together from what stands on the day they are issued, and kept as it is.

The words are French whoever reads them, since the documents are, as those of invoices are (`treasury.billing`).
"""
