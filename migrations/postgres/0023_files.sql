-- Files that reporters sent, fetched when a member asked for them; each is sealed to its case, in the
-- folder of sealed files under its id. Under which id Telegram has it is a keyed hash; what it is, is
-- sealed under the keyring. "generation": the case's key to which it is sealed. "bytes": of the file as
-- it was sent. "sealed_hash": SHA-256 of the sealed file.
CREATE TABLE files (
  id TEXT NOT NULL PRIMARY KEY,
  case_id BYTEA NOT NULL REFERENCES cases (id),
  seq BIGINT NOT NULL,
  file_hash BYTEA NOT NULL,
  generation BIGINT NOT NULL,
  sealed_type BYTEA NOT NULL,
  bytes BIGINT NOT NULL,
  sealed_hash BYTEA NOT NULL,
  at BIGINT NOT NULL,
  UNIQUE (case_id, seq, file_hash)
);
