-- What people, tables and instruments found at things; rules make events of it.
create table trace_inspections (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  seq bigint generated always as identity,
  -- Of the report; once among those of an organisation that were not withdrawn.
  number text collate "C" not null,
  kind text not null,
  -- Canonical digital links, all of one product or each of its own.
  things jsonb not null,
  -- Product of the first thing, by which lists are filtered.
  product text collate "C" not null,
  quantity numeric check (quantity > 0),
  unit text,
  place text,
  findings jsonb not null,
  verdict text not null check (verdict in ('passed', 'failed')),
  inspected_at timestamptz not null,
  inspector text,
  document_id uuid references trace_documents (id) on delete set null,
  note text,
  source text not null check (source in ('person', 'table', 'signal')),
  -- Rule and moment by which an instrument gave it: once, whatever comes late or again.
  source_id text collate "C",
  is_sample boolean not null default false,
  added_at timestamptz not null,
  added_by text,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawal text,
  -- The event that a rule made of it.
  rule_id uuid,
  event_id text collate "C",
  captured_at timestamptz,
  held_at timestamptz,
  held_by text,
  released_at timestamptz,
  released_by text,
  unique (organisation_id, source_id)
);
create unique index trace_inspections_number on trace_inspections (organisation_id, number)
  where withdrawn_at is null;
create index trace_inspections_order on trace_inspections (organisation_id, inspected_at desc, seq desc);
create index trace_inspections_things on trace_inspections using gin (things jsonb_path_ops);
create index trace_inspections_waiting on trace_inspections (organisation_id, seq)
  where captured_at is null and withdrawn_at is null;
call kit_protect('trace_inspections');

-- Rules that start from inspections have no machine.
alter table trace_rules alter column equipment_id drop not null;
