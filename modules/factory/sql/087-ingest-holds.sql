-- Since when a limit holds an organisation, until when that was seen, and when its people were told of it:
-- kept so that a restart of the server begins nothing anew.
create table factory_ingest_holds (
  organisation_id uuid primary key references registry_organisations (id),
  held_by text not null check (held_by in ('points', 'messages', 'day')),
  since_at timestamptz not null,
  seen_at timestamptz not null,
  told_at timestamptz
);
call kit_protect('factory_ingest_holds');
