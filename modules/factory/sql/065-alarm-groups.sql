-- Machines whose alarms belong together: of a burst across them the first is marked (engines/alarm, ALM-36).

create table factory_alarm_groups (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  name text not null,
  name_en text,
  -- A unit with all below it, or machines by themselves.
  unit_id uuid,
  equipment_ids uuid[] not null default '{}',
  window_seconds integer not null check (window_seconds between 1 and 3600),
  is_sample boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  removed_at timestamptz,
  check (unit_id is not null or cardinality(equipment_ids) > 0)
);
create index factory_alarm_groups_organisation on factory_alarm_groups (organisation_id)
  where removed_at is null;
call kit_protect('factory_alarm_groups');
