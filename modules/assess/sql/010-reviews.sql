-- When a certificate is reviewed next (yearly review, surveillance), and what its people were told of it.

alter table assess_certificates
  add column review_due_on date,
  -- The due day that people were reminded of, and the one whose passing they were told.
  add column reminded_for date,
  add column urged_for date,
  -- The end of validity that people were told of.
  add column ending_told_for date;
update assess_certificates set review_due_on = (issued_on + interval '1 year')::date where status = 'valid';
create index assess_certificates_due on assess_certificates (review_due_on) where status = 'valid';

-- When evidence was last asked for by itself, for a draft that nobody has submitted yet.
alter table assess_runs add column refreshed_at timestamptz;
create index assess_runs_refresh on assess_runs (refreshed_at nulls first) where status = 'draft';
