-- The files that an entry has: keyed hashes of the ids under which Telegram has them, kept as what was
-- sent is sealed. "files_known": 0 for entries from before, of which nobody can say.
ALTER TABLE entries ADD COLUMN files_known INTEGER NOT NULL DEFAULT 0;

CREATE TABLE entry_files (
  case_id BLOB NOT NULL REFERENCES cases (id),
  seq INTEGER NOT NULL,
  file_hash BLOB NOT NULL,
  PRIMARY KEY (case_id, seq, file_hash)
) STRICT;
