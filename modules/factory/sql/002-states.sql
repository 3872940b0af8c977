-- Calendars, state rules, and what is derived from telemetry by them.

create table factory_shifts (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  -- Site, area, line or cell the shift holds for; a nearer unit's shifts replace those of a farther one.
  unit_id uuid not null references registry_units (id),
  name text not null,
  -- ISO 8601 weekday, 1 Monday … 7 Sunday, on which the shift starts.
  weekday smallint not null check (weekday between 1 and 7),
  -- Minutes after local midnight; an end at or before the start is on the next day.
  start_minute integer not null check (start_minute between 0 and 1439),
  end_minute integer not null check (end_minute between 0 and 1439),
  kind text not null check (kind in ('shift', 'break', 'maintenance')),
  valid_from date not null,
  valid_to date,
  time_zone text not null default 'Asia/Shanghai'
);
create index factory_shifts_unit on factory_shifts (unit_id);
call kit_protect('factory_shifts');

-- Single days or spans that differ: holidays, maintenance.
create table factory_exceptions (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid not null references registry_units (id),
  kind text not null check (kind in ('holiday', 'maintenance')),
  name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at)
);
call kit_protect('factory_exceptions');

-- Versions of rules; the newest of the equipment, else the newest of the organisation, else the standard ones count.
create table factory_state_rules (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid references factory_equipment (id),
  version integer not null,
  rules jsonb not null,
  created_at timestamptz not null,
  created_by uuid,
  note text,
  unique nulls not distinct (organisation_id, equipment_id, version)
);
call kit_protect('factory_state_rules');

-- States derived from signals: they do not overlap, and leave no hole between the first and `derived_to`.
create table factory_states (
  equipment_id uuid not null references factory_equipment (id),
  organisation_id uuid not null references registry_organisations (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  state text not null,
  reason text,
  primary key (equipment_id, starts_at)
);
call kit_protect('factory_states');

create table factory_derivations (
  equipment_id uuid primary key references factory_equipment (id),
  organisation_id uuid not null references registry_organisations (id),
  derived_from timestamptz,
  derived_to timestamptz,
  rules_hash text,
  computed_at timestamptz not null
);
call kit_protect('factory_derivations');

-- How far the journal of the telemetry store has been worked off.
create table factory_journal (
  only_row boolean primary key default true check (only_row),
  commit_number bigint not null
);

create table factory_product_runs (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  product text not null,
  -- Planned run time per item (ISO 22400 PRI), milliseconds.
  ideal_cycle_ms integer not null check (ideal_cycle_ms > 0),
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at > starts_at)
);
call kit_protect('factory_product_runs');

-- OEE of each machine and local day, recomputed when its states, calendar or runs change.
create table factory_oee_days (
  equipment_id uuid not null references factory_equipment (id),
  organisation_id uuid not null references registry_organisations (id),
  day date not null,
  figures jsonb not null,
  -- SHA-256 of the inputs, so that the figure can be recomputed and compared.
  inputs_hash text not null,
  computed_at timestamptz not null,
  primary key (equipment_id, day)
);
call kit_protect('factory_oee_days');
