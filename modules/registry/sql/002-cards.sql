-- What neighbours may join with: the registry's read model, promised like its contract and changed only by adding.
-- The functions run with the caller's rights, so row-level security bounds them, and the planner sees through them.

create function registry_organisation_cards() returns table (
  id uuid, code text, kind text, name text, name_en text, region_code text, is_key boolean, is_sample boolean
) language sql stable parallel safe as $$
  select id, code, kind, name, name_en, region_code, is_key, is_sample from registry_organisations
$$;

create function registry_unit_cards() returns table (
  id uuid, organisation_id uuid, parent_id uuid, level text, code text, name text, name_en text, is_sample boolean
) language sql stable parallel safe as $$
  select id, organisation_id, parent_id, level, code, name, name_en, is_sample from registry_units
$$;
