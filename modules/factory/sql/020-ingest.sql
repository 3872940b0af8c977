-- What the ingest refuses, what organisations may bring, and which devices of an edge are there.

-- Dead letters: messages or metrics that were refused, with the whole message where it is not too long.
create table factory_dead_letters (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  edge_id uuid not null references factory_edges (id),
  at timestamptz not null,
  -- The reason as a key (`factory.refused.<code>`), and more in no language.
  code text not null,
  detail text not null,
  topic text not null,
  device text,
  metric text,
  -- The same refusal within a second is one letter.
  count bigint not null check (count > 0),
  payload bytea,
  state text not null check (state in ('refused', 'replayed', 'again')),
  replayed_at timestamptz,
  -- What it brought when it was handled once more, and who had it done.
  stored bigint,
  duplicates bigint,
  refusal text,
  person_name text
);
create index factory_dead_letters_at on factory_dead_letters (organisation_id, at desc);
create index factory_dead_letters_edge on factory_dead_letters (edge_id, at desc);
call kit_protect('factory_dead_letters');

-- What organisations may bring to the ingest where it is not said of one: the only row.
create table factory_limit_defaults (
  only_row boolean primary key default true check (only_row),
  points_per_second_max integer not null check (points_per_second_max > 0),
  messages_per_second_max integer not null check (messages_per_second_max > 0),
  tags_max integer not null check (tags_max > 0),
  points_per_day_max bigint not null check (points_per_day_max > 0)
);
insert into factory_limit_defaults values (true, 50000, 2000, 50000, 4000000000);

create table factory_limits (
  organisation_id uuid primary key references registry_organisations (id),
  points_per_second_max integer not null check (points_per_second_max > 0),
  messages_per_second_max integer not null check (messages_per_second_max > 0),
  tags_max integer not null check (tags_max > 0),
  points_per_day_max bigint not null check (points_per_day_max > 0),
  reason text not null,
  changed_at timestamptz not null,
  person_name text
);
call kit_protect('factory_limits');

-- What an organisation brought on a day (UTC).
create table factory_ingest_days (
  organisation_id uuid not null references registry_organisations (id),
  day date not null,
  messages bigint not null default 0,
  points bigint not null default 0,
  duplicates bigint not null default 0,
  bytes bigint not null default 0,
  refused bigint not null default 0,
  -- Seconds in which a limit held it.
  held_seconds bigint not null default 0,
  held_by text,
  held_at timestamptz,
  primary key (organisation_id, day)
);
call kit_protect('factory_ingest_days');

-- Devices of edges by their births and deaths.
create table factory_device_sessions (
  organisation_id uuid not null references registry_organisations (id),
  edge_id uuid not null references factory_edges (id),
  device text not null check (length(device) between 1 and 200),
  is_online boolean not null,
  at timestamptz not null,
  primary key (edge_id, device)
);
call kit_protect('factory_device_sessions');
