-- Roll-outs: one version of machines given to a group of edges, and taken back as one.

create table factory_roll_outs (
  id uuid primary key,
  seq bigint generated always as identity,
  organisation_id uuid not null references registry_organisations (id),
  -- Whose machines, of which version.
  edge_id uuid not null references factory_edges (id),
  version integer not null,
  note text check (length(note) <= 300),
  created_at timestamptz not null,
  person_name text,
  rolled_back_at timestamptz,
  rolled_back_by text,
  rolled_back_reason text check (length(rolled_back_reason) between 1 and 300)
);
create index factory_roll_outs_organisation on factory_roll_outs (organisation_id, seq desc);
call kit_protect('factory_roll_outs');

alter table factory_edge_configurations add column roll_out_id uuid references factory_roll_outs (id);
create index factory_edge_configurations_roll_out on factory_edge_configurations (roll_out_id)
  where roll_out_id is not null;
