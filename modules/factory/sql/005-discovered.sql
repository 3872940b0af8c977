-- Signals of devices that an edge brings and no machine is registered for. Their points are kept under these
-- ids; when a person registers the machine, the signal becomes a tag with the same id, and its history with it.
create table factory_discovered_tags (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  edge_id uuid not null references factory_edges (id),
  device text not null check (length(device) between 1 and 200),
  name text not null,
  value_type text not null check (value_type in ('number', 'text')),
  unit text,
  created_at timestamptz not null,
  unique (edge_id, device, name)
);
call kit_protect('factory_discovered_tags');
