-- The files that an entry has: keyed hashes of the ids under which Telegram has them, kept as what was
-- sent is sealed. "files_known": 0 for entries from before, of which nobody can say.
ALTER TABLE entries ADD COLUMN files_known BIGINT NOT NULL DEFAULT 0;

CREATE TABLE entry_files (
  case_id BYTEA NOT NULL REFERENCES cases (id),
  seq BIGINT NOT NULL,
  file_hash BYTEA NOT NULL,
  PRIMARY KEY (case_id, seq, file_hash)
);
