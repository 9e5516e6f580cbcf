-- A case's key, renewed: what comes after somebody may not read on is sealed to a new one. "cases"
-- has the newest; its number, to whose age recipients it is sealed (members alone, sorted, between
-- spaces; null: not known), and whether the next entry needs a new one.
ALTER TABLE cases ADD COLUMN key_generation BIGINT NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN key_readers TEXT;
ALTER TABLE cases ADD COLUMN key_stale BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN generation BIGINT NOT NULL DEFAULT 1;

-- The keys before it, which open the entries of their generation.
CREATE TABLE earlier_keys (
  case_id BYTEA NOT NULL REFERENCES cases (id),
  generation BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  case_key BYTEA,
  recovery_key BYTEA,
  readers TEXT,
  PRIMARY KEY (case_id, generation)
);

-- What was replaced is kept for each generation.
ALTER TABLE replaced_keys RENAME TO replaced_keys_old;
CREATE TABLE replaced_keys (
  case_id BYTEA NOT NULL REFERENCES cases (id),
  generation BIGINT NOT NULL,
  case_key BYTEA,
  recovery_key BYTEA,
  at BIGINT NOT NULL,
  PRIMARY KEY (case_id, generation)
);
INSERT INTO replaced_keys (case_id, generation, case_key, recovery_key, at)
  SELECT case_id, 1, case_key, recovery_key, at FROM replaced_keys_old;
DROP TABLE replaced_keys_old;

-- Who may not read a case, nor be called for it.
CREATE TABLE exclusions (
  case_id BYTEA NOT NULL REFERENCES cases (id),
  member_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (case_id, member_id)
);
