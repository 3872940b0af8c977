-- Who is told of an alarm, after how long the next ones are, and who was told when.

create table factory_alarm_routes (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  -- As the contract's AlarmRouteBody.
  body jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  removed_at timestamptz
);
create index factory_alarm_routes_organisation on factory_alarm_routes (organisation_id)
  where removed_at is null;
call kit_protect('factory_alarm_routes');

-- One row a person that was told; a level that found nobody has one row without a person.
create table factory_alarm_calls (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  alarm_id uuid not null references factory_alarms (id),
  route_id uuid not null references factory_alarm_routes (id),
  -- 1 is told first.
  level smallint not null,
  person_id uuid,
  person_name text,
  at timestamptz not null,
  seen_at timestamptz
);
create unique index factory_alarm_calls_once
  on factory_alarm_calls (alarm_id, route_id, level, coalesce(person_id, '00000000-0000-0000-0000-000000000000'));
create index factory_alarm_calls_organisation on factory_alarm_calls (organisation_id, at desc);
call kit_protect('factory_alarm_calls');
create index factory_alarms_waiting on factory_alarms (organisation_id, announced_at)
  where is_unacknowledged and announced_at is not null;
