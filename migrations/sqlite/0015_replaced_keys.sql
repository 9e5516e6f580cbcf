-- A case's key as it was before it was last sealed to others: the server cannot see whether the new
-- one is good.
CREATE TABLE replaced_keys (
  case_id BLOB NOT NULL PRIMARY KEY REFERENCES cases (id),
  case_key BLOB,
  recovery_key BLOB,
  at INTEGER NOT NULL
) STRICT;
