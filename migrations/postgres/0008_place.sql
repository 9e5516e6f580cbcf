-- Where it happens, as a keyed hash of state and kind of place: cases that are likely the same are
-- shown to each other's readers, and never merged by machine.
ALTER TABLE cases ADD COLUMN place_hash BYTEA;
CREATE INDEX cases_by_place ON cases (place_hash);
