-- Charts of history that people keep: which signals, how they are summed up, over which span.

create table factory_charts (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  person_id uuid not null,
  -- The person's name as it was when the chart was kept.
  person_name text not null,
  name text not null check (length(name) between 1 and 120),
  -- Others of the organisation see it, too.
  is_shared boolean not null,
  -- As the contract's ChartDefinition says.
  definition jsonb not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  is_sample boolean not null default false,
  unique (organisation_id, person_id, name)
);
call kit_protect('factory_charts');
