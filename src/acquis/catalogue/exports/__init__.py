"""The whole catalogue in the formats others read: LHEO 2.3, the columns of the public data set, the European model."""
