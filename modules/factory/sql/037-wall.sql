-- What a firm's large screen shows: one row a firm, the newest choice.

create table factory_walls (
  organisation_id uuid primary key references registry_organisations (id),
  panels jsonb not null,
  seconds integer not null check (seconds between 5 and 600),
  changed_at timestamptz not null,
  person_name text
);
call kit_protect('factory_walls');
