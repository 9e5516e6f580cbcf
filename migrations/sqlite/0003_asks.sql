-- The owner of a case has asked its reporters: so many of their next words are passed on.
CREATE TABLE asks (
  case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases (id),
  at INTEGER NOT NULL,
  left_over INTEGER NOT NULL
) STRICT;
