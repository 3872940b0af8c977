-- Data templates of identifiers that a firm writes; every version stays. Those of the house are version 0.
create table trace_identifier_templates (
  organisation_id uuid not null references kit_tenants (organisation_id),
  name text collate "C" not null check (name ~ '^[a-z][a-zA-Z0-9]{1,39}$'),
  version integer not null check (version > 0),
  title text not null,
  title_en text,
  fields jsonb not null,
  note text,
  is_sample boolean not null default false,
  changed_at timestamptz not null,
  changed_by text,
  primary key (organisation_id, name, version)
);
call kit_protect('trace_identifier_templates');

-- By which version the attributes were checked.
alter table trace_identifiers add column template_version integer not null default 0;
