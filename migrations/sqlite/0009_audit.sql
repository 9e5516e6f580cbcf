-- Who did what, in a chain of hashes: docs/ARCHITECTURE.md. A payload may go, a record never.
CREATE TABLE audit (
  seq INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  previous BLOB NOT NULL UNIQUE,
  commitment BLOB NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  sealed_payload BLOB
) STRICT;

-- Against our own mistakes: whoever rewrites a database drops them first.
CREATE TRIGGER audit_keeps_records BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_keeps_fields
BEFORE UPDATE OF seq, at, kind, previous, commitment, hash ON audit
BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;
