-- A firm's own tree of stop reasons, what counts as a stop worth a word, and who said what in one act.

-- Each version is the whole tree, in the order in which it is shown; the newest counts.
create table factory_reason_trees (
  organisation_id uuid not null references registry_organisations (id),
  version integer not null check (version > 0),
  reasons jsonb not null,
  note text,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  primary key (organisation_id, version)
);
call kit_protect('factory_reason_trees');

-- Of a machine, or of the machines below a unit; the nearest counts.
create table factory_stop_rules (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid references registry_units (id),
  equipment_id uuid references factory_equipment (id),
  -- Stops up to this long that nobody spoke of are micro-stops; 0 knows none.
  micro_stop_seconds integer not null check (micro_stop_seconds between 0 and 3600),
  -- Stops from this long on want a reason.
  classify_seconds integer not null check (classify_seconds between 0 and 86400),
  -- A shift cannot be signed while such a stop has none.
  is_mandatory boolean not null,
  -- Share of the ideal speed, in per cent, above which over-speed is pointed out.
  over_speed_percent integer not null check (over_speed_percent between 100 and 1000),
  changed_at timestamptz not null,
  changed_by uuid,
  check ((unit_id is null) <> (equipment_id is null)),
  unique (unit_id),
  unique (equipment_id)
);
call kit_protect('factory_stop_rules');

-- One act of a person on one or several stops: what is undone together.
create table factory_stop_changes (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  kind text not null check (kind in ('classify', 'split', 'merge')),
  recorded bigint generated always as identity unique,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  undone_at timestamptz,
  undone_by uuid,
  undone_name text
);
create index factory_stop_changes_equipment on factory_stop_changes (equipment_id, created_at);
call kit_protect('factory_stop_changes');

alter table factory_corrections add column change_id uuid references factory_stop_changes (id);
-- Said while it lasted: the word goes on until the state ends that it was said of.
alter table factory_corrections add column goes_on boolean not null default false;
create index factory_corrections_change on factory_corrections (change_id) where change_id is not null;
