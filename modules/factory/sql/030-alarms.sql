-- Alarms after ANSI/ISA-18.2: what is watched, what became of it, and what people did.

create table factory_alarm_definitions (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  code text not null,
  version integer not null,
  -- The newest version, as the contract's AlarmBody.
  body jsonb not null,
  -- Signals count from here on; what lies before is for trials.
  counts_from timestamptz not null,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  retired_at timestamptz,
  unique (organisation_id, code)
);
call kit_protect('factory_alarm_definitions');

create table factory_alarm_versions (
  definition_id uuid not null references factory_alarm_definitions (id),
  version integer not null,
  organisation_id uuid not null references registry_organisations (id),
  body jsonb not null,
  note text,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  primary key (definition_id, version)
);
call kit_protect('factory_alarm_versions');

-- One definition on one machine: what evaluating remembers, how far it has come, and what keeps it quiet.
create table factory_alarm_watches (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  definition_id uuid not null references factory_alarm_definitions (id),
  equipment_id uuid not null references factory_equipment (id),
  -- The version that is bound to the machine's signals; null: none yet.
  version integer,
  -- Of the definition with the machine's own signals in its place.
  hash text,
  -- Names of the definition that are no signal of this machine.
  missing text[] not null default '{}',
  tags uuid[] not null default '{}',
  counts_from timestamptz not null,
  evaluated_to timestamptz,
  -- Signals changed from here on and are not evaluated yet; null: they are.
  pending_from timestamptz,
  -- As far as data of these signals reach.
  known_to timestamptz,
  -- When something happens by time alone.
  wake_at timestamptz,
  memory jsonb,
  asked bigint not null default 0,
  is_suppressed boolean not null default false,
  shelved_to timestamptz,
  shelved_at timestamptz,
  shelved_by text,
  shelve_reason text,
  out_of_service_at timestamptz,
  out_of_service_by text,
  out_of_service_reason text,
  -- The definition does not apply to the machine any more.
  ended_at timestamptz,
  unique (definition_id, equipment_id)
);
create index factory_alarm_watches_equipment on factory_alarm_watches (equipment_id);
create index factory_alarm_watches_tags on factory_alarm_watches using gin (tags);
create index factory_alarm_watches_due on factory_alarm_watches (id)
  where ended_at is null and (pending_from is not null or wake_at is not null);
call kit_protect('factory_alarm_watches');

-- Where evaluating stood at some moments, so that late points are replayed from there.
create table factory_alarm_checkpoints (
  watch_id uuid not null references factory_alarm_watches (id) on delete cascade,
  at timestamptz not null,
  memory jsonb not null,
  primary key (watch_id, at)
);

-- The journal: one row each time an alarm became active. Nothing is deleted.
create table factory_alarms (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  watch_id uuid not null references factory_alarm_watches (id),
  definition_id uuid not null references factory_alarm_definitions (id),
  version integer not null,
  code text not null,
  name text not null,
  name_en text,
  kind text not null,
  -- 1 critical, 2 high, 3 medium, 4 low.
  rank smallint not null check (rank between 1 and 4),
  group_name text,
  -- When the condition began to hold, before the delay.
  since_at timestamptz not null,
  raised_at timestamptz not null,
  -- When people were told; null: it was kept quiet.
  announced_at timestamptz,
  cleared_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  acknowledged_name text,
  comment text,
  ended_at timestamptz,
  must_acknowledge boolean not null,
  latches boolean not null,
  is_unacknowledged boolean not null,
  is_latched boolean not null,
  -- Why it was quiet when it was raised.
  quiet text check (quiet in ('shelved', 'suppressedByDesign', 'outOfService')),
  value jsonb,
  peak jsonb,
  unit text,
  message text,
  is_first_out boolean not null default false,
  -- Found in data that came after it was over.
  is_late boolean not null default false,
  -- Data that came later say that it was not so.
  refuted_at timestamptz,
  found_at timestamptz not null
);
create index factory_alarms_organisation on factory_alarms (organisation_id, raised_at desc);
create index factory_alarms_equipment on factory_alarms (equipment_id, raised_at desc);
create index factory_alarms_watch on factory_alarms (watch_id, raised_at desc);
create index factory_alarms_open on factory_alarms (organisation_id) where ended_at is null;
call kit_protect('factory_alarms');

-- What people, time and design did to an alarm.
create table factory_alarm_actions (
  id uuid primary key,
  -- Two within a millisecond have their order too.
  seq bigint generated always as identity,
  organisation_id uuid not null references registry_organisations (id),
  watch_id uuid not null references factory_alarm_watches (id),
  alarm_id uuid references factory_alarms (id),
  at timestamptz not null,
  kind text not null,
  person_id uuid,
  person_name text,
  reason text,
  until timestamptz
);
create index factory_alarm_actions_watch on factory_alarm_actions (watch_id, at desc);
call kit_protect('factory_alarm_actions');
