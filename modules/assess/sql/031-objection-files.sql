-- Whoever objects gets a receipt, by which he adds papers and reads the answer; only its hash is kept.
alter table assess_objections add column receipt_hash text;

create table assess_objection_files (
  id uuid primary key,
  seq bigint generated always as identity,
  objection_id uuid not null references assess_objections (id),
  organisation_id uuid not null,
  file_hash text not null,
  file_name text not null,
  media_type text not null,
  bytes integer not null,
  at timestamptz not null
);
create index assess_objection_files_objection on assess_objection_files (objection_id, seq);
alter table assess_objection_files enable row level security;
-- As the objection itself: for the officials alone, never for the firm.
create policy see on assess_objection_files for select using (
  coalesce(current_setting('ronghe.reach', true) = 'all', false)
  or (current_setting('ronghe.reach', true) = 'region' and coalesce(kit_may_see(organisation_id), false)));
create policy add on assess_objection_files for insert
  with check (coalesce(current_setting('ronghe.reach', true) = 'all', false));
