-- Two edges that read the same machines, so that the failure of one costs no data.

create table factory_edge_pairs (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  -- The edge that machines are registered with; what its partner tells is kept as its own.
  primary_id uuid not null unique references factory_edges (id),
  standby_id uuid not null unique references factory_edges (id),
  created_at timestamptz not null,
  person_name text,
  check (primary_id <> standby_id)
);
call kit_protect('factory_edge_pairs');

-- Whose turn it is to tell of a device, in the time of the data; the one without an end counts now.
create table factory_edge_turns (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references registry_organisations (id),
  pair_id uuid not null references factory_edge_pairs (id) on delete cascade,
  device text not null,
  edge_id uuid not null references factory_edges (id),
  from_micros bigint not null,
  to_micros bigint,
  at timestamptz not null,
  -- Word of why it began, or what a person wrote.
  why text not null,
  person_name text
);
create unique index factory_edge_turns_open on factory_edge_turns (pair_id, device) where to_micros is null;
create index factory_edge_turns_pair on factory_edge_turns (pair_id, id);
call kit_protect('factory_edge_turns');
