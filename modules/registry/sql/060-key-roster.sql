-- The roster of key enterprises (重点企业): from when to when a firm stands on it, and by which document.
-- `is_key` of an organisation says whether it stands there today.

create table registry_key_spans (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  since date not null,
  -- The first day on which it no longer stands there; null while it does.
  until date check (until > since),
  document text not null default '',
  until_document text not null default '',
  entered_by text not null default '',
  left_by text not null default '',
  is_sample boolean not null default false,
  entered_at timestamptz not null,
  left_at timestamptz
);
create unique index registry_key_spans_open on registry_key_spans (organisation_id) where until is null;
create index registry_key_spans_of on registry_key_spans (organisation_id, since);
alter table registry_key_spans enable row level security;
create policy see on registry_key_spans for select using (true);
create policy keep on registry_key_spans for all using (current_setting('ronghe.reach', true) = 'all')
  with check (current_setting('ronghe.reach', true) = 'all');

insert into registry_key_spans (id, organisation_id, since, is_sample, entered_at)
  select gen_random_uuid(), id, coalesce(key_since, created_at::date), is_sample, updated_at
  from registry_organisations where is_key;

-- Rosters and parks come as tables too.
alter table registry_imports drop constraint registry_imports_kind_check;
alter table registry_imports add constraint registry_imports_kind_check
  check (kind in ('organisations', 'units', 'equipment', 'roster', 'parks'));
