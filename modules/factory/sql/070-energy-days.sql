-- What the local days of each meter came to: years are summed from rows, and stay known when points are thinned.

create table factory_energy_days (
  meter_id uuid not null references factory_energy_meters (id),
  organisation_id uuid not null references registry_organisations (id),
  day date not null,
  time_zone text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  -- How often it was asked for, and which asking is answered; where they differ it waits to be summed.
  asked integer not null default 1,
  answered integer not null default 0,
  -- points; pieces: minutes or hours that points were thinned to; kept: summed before its points went.
  source text check (source in ('points', 'pieces', 'kept')),
  covered_micros bigint not null default 0,
  -- Milliwatt hours.
  energy bigint not null default 0,
  unpriced bigint not null default 0,
  unfactored bigint not null default 0,
  stateless bigint not null default 0,
  idle bigint not null default 0,
  energy_sharp bigint not null default 0,
  energy_peak bigint not null default 0,
  energy_flat bigint not null default 0,
  energy_valley bigint not null default 0,
  energy_deep_valley bigint not null default 0,
  -- Milliwatt hours × millionths of a fen, and × millionths of a kilogram.
  cost_sharp numeric not null default 0,
  cost_peak numeric not null default 0,
  cost_flat numeric not null default 0,
  cost_valley numeric not null default 0,
  cost_deep_valley numeric not null default 0,
  carbon numeric not null default 0,
  demand_kilowatts double precision,
  demand_at timestamptz,
  -- Null: the machine counts none. What the days with pieces took stands beside them.
  pieces numeric,
  pieces_energy bigint not null default 0,
  pieces_cost numeric not null default 0,
  pieces_unpriced bigint not null default 0,
  primary key (meter_id, day)
);
create index factory_energy_days_waiting on factory_energy_days (meter_id, day) where asked <> answered;
call kit_protect('factory_energy_days');

-- The same by local month: ten years of a plant are twelve thousand rows.
create table factory_energy_months (
  meter_id uuid not null references factory_energy_meters (id),
  organisation_id uuid not null references registry_organisations (id),
  -- The first day of the month.
  day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  days integer not null,
  known_days integer not null,
  -- Days that were not summed from points.
  coarse_days integer not null,
  covered_micros bigint not null,
  energy bigint not null,
  unpriced bigint not null,
  unfactored bigint not null,
  stateless bigint not null,
  idle bigint not null,
  energy_sharp bigint not null,
  energy_peak bigint not null,
  energy_flat bigint not null,
  energy_valley bigint not null,
  energy_deep_valley bigint not null,
  cost_sharp numeric not null,
  cost_peak numeric not null,
  cost_flat numeric not null,
  cost_valley numeric not null,
  cost_deep_valley numeric not null,
  carbon numeric not null,
  demand_kilowatts double precision,
  demand_at timestamptz,
  pieces numeric,
  pieces_energy bigint not null,
  pieces_cost numeric not null,
  pieces_unpriced bigint not null,
  primary key (meter_id, day)
);
call kit_protect('factory_energy_months');
