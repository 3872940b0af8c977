-- What energy is counted by, what it costs, what carbon it stands for, and what it should come to.

create table factory_energy_meters (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  name text not null check (length(name) between 1 and 120),
  name_en text check (length(name_en) <= 120),
  -- The meter whose energy this one is a part of.
  parent_id uuid references factory_energy_meters (id),
  -- What it feeds: a unit, or one machine of it.
  unit_id uuid not null references registry_units (id),
  equipment_id uuid references factory_equipment (id),
  -- The signal that is read, and how.
  tag_id uuid not null references factory_tags (id),
  reading text not null check (reading in ('counter', 'powerStep', 'powerLinear')),
  unit text not null check (unit in ('Wh', 'kWh', 'MWh', 'W', 'kW')),
  is_sample boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  -- What was metered stays to be read.
  retired_at timestamptz,
  check ((reading = 'counter') = (unit in ('Wh', 'kWh', 'MWh'))),
  check (parent_id <> id)
);
create unique index factory_energy_meters_tag on factory_energy_meters (tag_id) where retired_at is null;
create index factory_energy_meters_organisation on factory_energy_meters (organisation_id);
call kit_protect('factory_energy_meters');

-- Prices by time of day and month, from a day on; the newest that has begun counts.
create table factory_energy_tariffs (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  name text not null check (length(name) between 1 and 120),
  valid_from date not null,
  time_zone text not null,
  periods jsonb not null,
  -- Where the prices stand to be read.
  source text not null check (length(source) between 1 and 300),
  is_verified boolean not null,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  withdrawn_at timestamptz
);
create unique index factory_energy_tariffs_day on factory_energy_tariffs (organisation_id, valid_from)
  where withdrawn_at is null;
call kit_protect('factory_energy_tariffs');

-- Kilograms of CO2e a kWh, as an exact decimal text, from a day on.
create table factory_energy_factors (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  valid_from date not null,
  kg_per_kwh text not null,
  source text not null check (length(source) between 1 and 300),
  is_verified boolean not null,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  withdrawn_at timestamptz
);
create unique index factory_energy_factors_day on factory_energy_factors (organisation_id, valid_from)
  where withdrawn_at is null;
call kit_protect('factory_energy_factors');

-- The most energy of a meter by day, month or piece, from a day on.
create table factory_energy_targets (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  meter_id uuid not null references factory_energy_meters (id),
  period text not null check (period in ('day', 'month', 'piece')),
  kwh text not null,
  valid_from date not null,
  note text check (length(note) <= 300),
  is_sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  withdrawn_at timestamptz
);
create index factory_energy_targets_meter on factory_energy_targets (meter_id);
call kit_protect('factory_energy_targets');

-- A day or month in which a target was passed: told once.
create table factory_energy_passes (
  target_id uuid not null references factory_energy_targets (id),
  organisation_id uuid not null references registry_organisations (id),
  meter_id uuid not null references factory_energy_meters (id),
  -- The first local day of the period.
  day date not null,
  kwh double precision not null,
  passed_at timestamptz not null,
  primary key (target_id, day)
);
create index factory_energy_passes_organisation on factory_energy_passes (organisation_id, passed_at);
call kit_protect('factory_energy_passes');
