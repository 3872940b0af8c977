-- Equipment register, edges and tags.

create table factory_edges (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  -- Edge node id in Sparkplug topics; its group is the organisation's code.
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null,
  -- SHA-256 of the password, which is shown once.
  secret_hash text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  is_online boolean not null default false,
  state_at timestamptz,
  state_reason text,
  is_sample boolean not null default false,
  unique (organisation_id, code)
);
call kit_protect('factory_edges');

create table factory_equipment (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid not null references registry_units (id),
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null check (length(name) between 1 and 120),
  name_en text,
  -- Nameplate.
  maker text,
  model text,
  serial_number text,
  firmware text,
  built_on date,
  commissioned_on date,
  retired_on date,
  photo_hash text,
  -- What the firm declares; telemetry evidences it.
  is_numerical_control boolean not null default false,
  is_networked boolean not null default false,
  process text,
  is_key_process boolean not null default false,
  -- The machine as its edge names it; null while it is not connected.
  edge_id uuid references factory_edges (id),
  device text,
  -- First and last good signal that a controller sent; what proves the connection.
  first_signal_at timestamptz,
  last_signal_at timestamptz,
  is_sample boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organisation_id, code),
  unique (edge_id, device),
  check ((edge_id is null) = (device is null)),
  check (retired_on is null or commissioned_on is null or retired_on >= commissioned_on)
);
create index factory_equipment_unit on factory_equipment (unit_id);
call kit_protect('factory_equipment');

create table factory_documents (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  file_hash text not null,
  created_at timestamptz not null,
  created_by uuid,
  removed_at timestamptz
);
call kit_protect('factory_documents');

create table factory_tags (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  -- Metric name as the edge sends it.
  name text not null,
  label text,
  label_en text,
  value_type text not null check (value_type in ('number', 'text')),
  -- UN/CEFACT Recommendation 20 code, or the unit as the machine names it.
  unit text,
  -- Shown value = sent value × scale + shift.
  scale double precision not null default 1 check (scale <> 0),
  shift double precision not null default 0,
  place integer not null default 1000,
  created_at timestamptz not null,
  unique (equipment_id, name)
);
call kit_protect('factory_tags');
