-- Who was revoked before there were keys to be renewed has what every case is sealed to: the next
-- entry of each needs a new key.
UPDATE cases SET key_stale = 1
WHERE EXISTS (SELECT id FROM members WHERE revoked_at IS NOT NULL);
