-- Crews that rotate through shifts: a pattern of days that repeats, from a day on.

create table factory_rotations (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  -- Site, area, line or cell it holds for, as shifts of a week do; on a day the unit has one or the other.
  unit_id uuid not null references registry_units (id),
  -- As the contract's Rotation.
  body jsonb not null,
  valid_from date not null,
  valid_to date,
  time_zone text not null,
  created_at timestamptz not null,
  created_by uuid
);
create index factory_rotations_unit on factory_rotations (unit_id);
call kit_protect('factory_rotations');
