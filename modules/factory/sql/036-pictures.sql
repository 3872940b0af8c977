-- Plant pictures: drawings by version, of which one is published.

create table factory_pictures (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  name text not null check (length(name) between 1 and 120),
  name_en text check (length(name_en) <= 120),
  -- The place it shows, and the picture one comes from.
  unit_id uuid references registry_units (id),
  parent_id uuid references factory_pictures (id),
  published_version integer,
  published_at timestamptz,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  removed_at timestamptz,
  check (parent_id <> id)
);
create index factory_pictures_organisation on factory_pictures (organisation_id);
call kit_protect('factory_pictures');

create table factory_picture_versions (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  picture_id uuid not null references factory_pictures (id),
  version integer not null check (version > 0),
  drawing jsonb not null,
  -- SHA-256 of the drawing's canonical form.
  hash text not null,
  -- Does it draw whatever machine it is opened with?
  is_template boolean not null,
  note text check (length(note) <= 300),
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  unique (picture_id, version)
);
call kit_protect('factory_picture_versions');
