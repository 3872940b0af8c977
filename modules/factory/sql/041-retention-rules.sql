-- How long classes of signals are kept, where that is not as long as the rest; the first that fits counts.

create table factory_retention_rules (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  rank integer not null check (rank between 1 and 1000),
  name text not null check (length(name) between 1 and 120),
  -- What a signal must be: its meaning, its name (* stands for anything), its machine. Null: any.
  meaning text check (length(meaning) between 1 and 120),
  pattern text check (length(pattern) between 1 and 120),
  equipment_id uuid references factory_equipment (id),
  raw_days integer check (raw_days between 1 and 36600),
  minute_days integer check (minute_days between 1 and 36600),
  hour_days integer check (hour_days between 1 and 36600),
  changed_at timestamptz not null,
  changed_by text,
  unique (organisation_id, rank),
  check (coalesce(raw_days, 100000) <= coalesce(minute_days, 100000)),
  check (coalesce(minute_days, 100000) <= coalesce(hour_days, 100000))
);
call kit_protect('factory_retention_rules');
