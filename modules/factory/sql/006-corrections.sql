-- What people say of stretches of a machine's time. Nothing is deleted: what was said by mistake is withdrawn.

create table factory_corrections (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  -- Null keeps the state that was observed and names its reason only.
  state text check (state in ('production', 'setup', 'delay', 'down', 'idle')),
  -- A key of the known reasons, or a person's own words.
  reason text not null,
  over_production boolean not null,
  note text,
  -- Of two that overlap the later one counts.
  recorded bigint generated always as identity unique,
  created_at timestamptz not null,
  created_by uuid,
  -- The person's name as it was then, as in the audit.
  person_name text,
  withdrawn_at timestamptz,
  withdrawn_by uuid
);
create index factory_corrections_equipment on factory_corrections (equipment_id, starts_at);
call kit_protect('factory_corrections');
