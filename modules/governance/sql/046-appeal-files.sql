-- What a body puts beside its appeal; whoever sees the appeal sees its files.
create table governance_appeal_files (
  id uuid primary key,
  appeal_id uuid not null references governance_appraisal_appeals (id),
  file_hash text not null,
  file_name text not null,
  media_type text not null,
  person_name text not null,
  at timestamptz not null
);
create index governance_appeal_files_appeal on governance_appeal_files (appeal_id, at);
alter table governance_appeal_files enable row level security;
create policy see on governance_appeal_files for select
  using (exists (select 1 from governance_appraisal_appeals p where p.id = appeal_id));
create policy add on governance_appeal_files for insert
  with check (exists (select 1 from governance_appraisal_appeals p where p.id = appeal_id
    and p.decision is null and coalesce(kit_may_change(p.organisation_id), false)));
