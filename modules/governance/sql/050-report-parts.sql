-- What a body's report amounts to in each city or county, trade or park, where it can tell.

create table governance_report_parts (
  report_id uuid not null references governance_reports (id) on delete cascade,
  kind text not null check (kind in ('division', 'trade', 'park')),
  -- Code of a division or trade, id of a park.
  key text not null,
  value numeric not null,
  primary key (report_id, kind, key)
);
alter table governance_report_parts enable row level security;
-- Whoever sees the report sees its parts; they are its body's to write as long as nobody decided on it.
create policy see on governance_report_parts for select
  using (exists (select 1 from governance_reports r where r.id = report_id));
create policy keep on governance_report_parts for all
  using (exists (select 1 from governance_reports r
    where r.id = report_id and r.state = 'reported' and coalesce(kit_may_change(r.organisation_id), false)))
  with check (exists (select 1 from governance_reports r
    where r.id = report_id and r.state = 'reported' and coalesce(kit_may_change(r.organisation_id), false)));
