-- A case's key, renewed: what comes after somebody may not read on is sealed to a new one. "cases"
-- has the newest; its number, to whose age recipients it is sealed (members alone, sorted, between
-- spaces; null: not known), and whether the next entry needs a new one.
ALTER TABLE cases ADD COLUMN key_generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN key_readers TEXT;
ALTER TABLE cases ADD COLUMN key_stale INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;

-- The keys before it, which open the entries of their generation.
CREATE TABLE earlier_keys (
  case_id BLOB NOT NULL REFERENCES cases (id),
  generation INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  case_key BLOB,
  recovery_key BLOB,
  readers TEXT,
  PRIMARY KEY (case_id, generation)
) STRICT;

-- What was replaced is kept for each generation.
ALTER TABLE replaced_keys RENAME TO replaced_keys_old;
CREATE TABLE replaced_keys (
  case_id BLOB NOT NULL REFERENCES cases (id),
  generation INTEGER NOT NULL,
  case_key BLOB,
  recovery_key BLOB,
  at INTEGER NOT NULL,
  PRIMARY KEY (case_id, generation)
) STRICT;
INSERT INTO replaced_keys (case_id, generation, case_key, recovery_key, at)
  SELECT case_id, 1, case_key, recovery_key, at FROM replaced_keys_old;
DROP TABLE replaced_keys_old;

-- Who may not read a case, nor be called for it.
CREATE TABLE exclusions (
  case_id BLOB NOT NULL REFERENCES cases (id),
  member_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (case_id, member_id)
) STRICT;
