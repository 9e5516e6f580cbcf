-- A case's key as it was before it was last sealed to others: the server cannot see whether the new
-- one is good.
CREATE TABLE replaced_keys (
  case_id BYTEA NOT NULL PRIMARY KEY REFERENCES cases (id),
  case_key BYTEA,
  recovery_key BYTEA,
  at BIGINT NOT NULL
);
