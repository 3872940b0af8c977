-- What each machine's shift was worth: sums that add up over machines and days.

create table factory_shift_facts (
  equipment_id uuid not null references factory_equipment (id),
  organisation_id uuid not null references registry_organisations (id),
  starts_at timestamptz not null,
  -- Planned end; a shift that goes on is known up to `facts.toMicros`.
  ends_at timestamptz not null check (ends_at > starts_at),
  -- Local day on which the shift starts.
  day date not null,
  name text not null,
  crew text,
  facts jsonb not null,
  inputs_hash text not null,
  computed_at timestamptz not null,
  primary key (equipment_id, starts_at)
);
create index factory_shift_facts_day on factory_shift_facts (organisation_id, day);
create index factory_shift_facts_end on factory_shift_facts (equipment_id, ends_at);
call kit_protect('factory_shift_facts');

-- The figure that a unit's machines are to reach together, from a day on.
create table factory_oee_targets (
  organisation_id uuid not null references registry_organisations (id),
  unit_id uuid not null references registry_units (id),
  valid_from date not null,
  target_percent numeric(5, 2) not null check (target_percent > 0 and target_percent <= 100),
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (unit_id, valid_from)
);
call kit_protect('factory_oee_targets');

-- Shifts of the past are computed once, as the days are.
update factory_derivations set days_from = derived_from, asked = asked + 1 where derived_from is not null;
