-- Who did what, in a chain of hashes: docs/ARCHITECTURE.md. A payload may go, a record never.
CREATE TABLE audit (
  seq BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  previous BYTEA NOT NULL UNIQUE,
  commitment BYTEA NOT NULL,
  hash BYTEA NOT NULL UNIQUE,
  sealed_payload BYTEA
);

-- Against our own mistakes: whoever rewrites a database drops them first.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only';
END
$$;
CREATE TRIGGER audit_keeps_records BEFORE DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_keeps_fields
BEFORE UPDATE OF seq, at, kind, previous, commitment, hash ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
