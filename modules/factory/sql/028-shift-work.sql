-- Signed shift reports, the hand-over log of shifts, and calls for help (andon).

create table factory_shift_reports (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid not null references registry_units (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  day date not null,
  name text not null,
  -- The report as it was signed, canonical JSON; `hash` is its SHA-256.
  report text not null,
  hash text not null,
  comment text,
  signed_at timestamptz not null,
  signed_by uuid,
  signed_name text,
  unique (unit_id, starts_at)
);
create index factory_shift_reports_day on factory_shift_reports (organisation_id, day);
call kit_protect('factory_shift_reports');

create table factory_handover_entries (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid not null references registry_units (id),
  equipment_id uuid references factory_equipment (id),
  kind text not null check (kind in ('note', 'fault', 'quality', 'material', 'safety', 'order')),
  body text not null check (length(body) between 1 and 2000),
  -- An open point is carried over from shift to shift until it is closed.
  is_point boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  closed_at timestamptz,
  closed_by uuid,
  closed_name text,
  closing text,
  is_sample boolean not null default false
);
create index factory_handover_entries_unit on factory_handover_entries (unit_id, created_at);
call kit_protect('factory_handover_entries');

create table factory_handover_files (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  entry_id uuid not null references factory_handover_entries (id),
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  file_hash text not null,
  created_at timestamptz not null,
  created_by uuid
);
create index factory_handover_files_entry on factory_handover_files (entry_id);
call kit_protect('factory_handover_files');

-- The next shift has read what was handed over up to a moment.
create table factory_handover_acknowledgements (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid not null references registry_units (id),
  acknowledged_at timestamptz not null,
  person_id uuid,
  person_name text,
  points integer not null
);
create index factory_handover_acknowledgements_unit on factory_handover_acknowledgements (unit_id, acknowledged_at);
call kit_protect('factory_handover_acknowledgements');

create table factory_andon_calls (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid not null references registry_units (id),
  equipment_id uuid references factory_equipment (id),
  kind text not null check (kind in ('fault', 'material', 'quality', 'safety', 'help')),
  note text,
  called_at timestamptz not null,
  called_by uuid,
  called_name text,
  answered_at timestamptz,
  answered_by uuid,
  answered_name text,
  resolved_at timestamptz,
  resolved_by uuid,
  resolved_name text,
  resolution text,
  -- How many levels were told so far; the first when it is called.
  level integer not null default 0,
  told_at timestamptz
);
create index factory_andon_calls_open on factory_andon_calls (organisation_id, called_at) where resolved_at is null;
create index factory_andon_calls_unit on factory_andon_calls (unit_id, called_at);
call kit_protect('factory_andon_calls');

-- Who is told, after how long without an answer; in order.
create table factory_andon_levels (
  organisation_id uuid not null references registry_organisations (id),
  level integer not null check (level between 0 and 9),
  after_minutes integer not null check (after_minutes between 0 and 1440),
  may text not null,
  primary key (organisation_id, level)
);
call kit_protect('factory_andon_levels');
