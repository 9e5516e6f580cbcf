-- Who sealed an entry: NULL is the server, from what a reporter sent or what it wrote itself; else the
-- member whose browser did.
ALTER TABLE entries ADD COLUMN by_member TEXT;

-- Of notes that are there already it is known by what browsers asked for, as long as that is kept, and
-- where nothing else is of that moment.
UPDATE entries SET by_member = (SELECT w.member_id FROM writes w
  WHERE w.case_id = entries.case_id AND w.what = 'note' AND w.at = entries.at)
WHERE 1 = (SELECT COUNT(*) FROM writes w
  WHERE w.case_id = entries.case_id AND w.what = 'note' AND w.at = entries.at)
AND 1 = (SELECT COUNT(*) FROM entries e
  WHERE e.case_id = entries.case_id AND e.at = entries.at);
