-- Files that reporters sent, fetched when a member asked for them; each is sealed to its case, in the
-- folder of sealed files under its id. Under which id Telegram has it is a keyed hash; what it is, is
-- sealed under the keyring. "generation": the case's key to which it is sealed. "bytes": of the file as
-- it was sent. "sealed_hash": SHA-256 of the sealed file.
CREATE TABLE files (
  id TEXT NOT NULL PRIMARY KEY,
  case_id BLOB NOT NULL REFERENCES cases (id),
  seq INTEGER NOT NULL,
  file_hash BLOB NOT NULL,
  generation INTEGER NOT NULL,
  sealed_type BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  sealed_hash BLOB NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (case_id, seq, file_hash)
) STRICT;
