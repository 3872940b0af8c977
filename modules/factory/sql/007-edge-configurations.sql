-- What edges say of themselves, and the machines they are configured to read.

alter table factory_edges
  add column health jsonb,
  add column health_at timestamptz,
  -- The edge's clock less ours when it last spoke.
  add column clock_offset_ms bigint,
  -- The newest version that the edge answered to, and its reason where it refused.
  add column configured_version integer,
  add column configured_at timestamptz,
  add column refusal jsonb;

-- Versions of the machines an edge reads; the newest counts.
create table factory_edge_configurations (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  edge_id uuid not null references factory_edges (id),
  version integer not null check (version > 0),
  -- The very text the edge is given (JSON), and its SHA-256.
  devices text not null,
  hash text not null,
  note text check (length(note) <= 300),
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  unique (edge_id, version)
);
call kit_protect('factory_edge_configurations');

-- Changes of an edge and of its connections with their reasons; the newest of each edge are kept.
create table factory_edge_log (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references registry_organisations (id),
  edge_id uuid not null references factory_edges (id),
  at timestamptz not null,
  device text not null,
  state text not null,
  zh text not null,
  en text not null
);
create index factory_edge_log_edge on factory_edge_log (edge_id, id);
call kit_protect('factory_edge_log');

-- Values that people had written to machines. Given, then sent once at most, then answered.
create table factory_commands (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  tag_id uuid not null references factory_tags (id),
  -- As a person said it, in the shown unit.
  value text not null,
  reason text not null,
  state text not null check (state in ('given', 'sent', 'confirmed', 'differs', 'refused', 'expired')),
  -- What was read back, in the shown unit; the words of who refused.
  read_back text,
  refusal jsonb,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  answered_at timestamptz
);
create index factory_commands_equipment on factory_commands (equipment_id, created_at);
call kit_protect('factory_commands');
