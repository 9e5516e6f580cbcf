-- The owner of a case has asked its reporters: so many of their next words are passed on.
CREATE TABLE asks (
  case_id BYTEA NOT NULL PRIMARY KEY REFERENCES cases (id),
  at BIGINT NOT NULL,
  left_over BIGINT NOT NULL
);
