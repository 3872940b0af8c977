-- The unified namespace: newest values for programs of the firm, by ISA-95 path over MQTT.

create table factory_namespaces (
  organisation_id uuid primary key references registry_organisations (id),
  is_on boolean not null,
  changed_at timestamptz not null,
  person_name text
);
call kit_protect('factory_namespaces');

-- Programs that may read it, each with a password of its own.
create table factory_namespace_readers (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  name text not null check (length(name) between 1 and 120),
  -- The unit below which it reads; null: everything of the firm.
  unit_id uuid references registry_units (id),
  -- SHA-256 of the password, which is shown once.
  secret_hash text not null,
  created_at timestamptz not null,
  person_name text,
  revoked_at timestamptz,
  last_seen_at timestamptz
);
create index factory_namespace_readers_organisation on factory_namespace_readers (organisation_id, created_at);
call kit_protect('factory_namespace_readers');

-- A name as one level of a topic: what MQTT gives a meaning becomes an underscore.
create function factory_topic_level(name text) returns text language sql immutable parallel safe as $$
  select regexp_replace(name, '[+#/[:cntrl:]]', '_', 'g')
$$;

-- Path of each unit of a firm: firm, site, area, line, cell as far as they are there (ISA-95, part 1, 5.3).
create function factory_unit_paths(organisation uuid) returns table (unit_id uuid, path text)
language sql stable parallel safe as $$
  with recursive paths as (
    select u.id, factory_topic_level(o.code) || '/' || factory_topic_level(u.code) as path
    from registry_unit_cards() u join registry_organisation_cards() o on o.id = u.organisation_id
    where u.organisation_id = organisation and u.parent_id is null
  union all
    select u.id, p.path || '/' || factory_topic_level(u.code)
    from registry_unit_cards() u join paths p on p.id = u.parent_id)
  select id, path from paths
$$;

create function factory_topics(organisation uuid) returns table (
  tag_id uuid, equipment_id uuid, equipment_name text, tag_name text, unit text, topic text
) language sql stable parallel safe as $$
  select t.id, e.id, e.name, t.name, t.unit,
    p.path || '/' || factory_topic_level(e.code) || '/' || factory_topic_level(t.name)
  from factory_tags t join factory_equipment e on e.id = t.equipment_id
    join factory_unit_paths(organisation) p on p.unit_id = e.unit_id
  where e.organisation_id = organisation and e.retired_on is null
$$;
