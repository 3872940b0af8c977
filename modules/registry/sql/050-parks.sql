-- Parks: places of their own in which sites of firms lie. A public directory, kept by the officials of the
-- division in which a park lies.
create table registry_parks (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null check (length(name) between 2 and 120),
  name_en text,
  region_code text not null references registry_divisions (code),
  -- The organisation that runs it; null where it is not on the platform.
  operator_id uuid references registry_organisations (id),
  address text,
  is_sample boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index registry_parks_region on registry_parks (region_code);
alter table registry_parks enable row level security;
create policy see on registry_parks for select using (true);
create policy change on registry_parks for all
  using (coalesce(current_setting('ronghe.reach', true) = 'all'
    or (current_setting('ronghe.reach', true) = 'region'
      and starts_with(region_code, nullif(current_setting('ronghe.region', true), ''))), false))
  with check (coalesce(current_setting('ronghe.reach', true) = 'all'
    or (current_setting('ronghe.reach', true) = 'region'
      and starts_with(region_code, nullif(current_setting('ronghe.region', true), ''))), false));

alter table registry_units add column park_id uuid references registry_parks (id);
alter table registry_units add check (park_id is null or level = 'site');
create index registry_units_park on registry_units (park_id) where park_id is not null;

-- What neighbours may join with, beside the cards: changed only by adding.

-- Every unit that lies in a park: its sites and whatever stands below them. Bounded by row-level security.
create function registry_park_units() returns table (park_id uuid, unit_id uuid, organisation_id uuid)
language sql stable parallel safe as $$
  with recursive below as (
    select u.park_id, u.id, u.organisation_id from registry_units u where u.park_id is not null
    union all
    select b.park_id, u.id, u.organisation_id from registry_units u join below b on u.parent_id = b.id
  )
  select park_id, id, organisation_id from below
$$;

-- The trade of each organisation that has one, with the section above it (GB/T 4754).
create function registry_organisation_trades() returns table (
  organisation_id uuid, trade_code text, section text
) language sql stable parallel safe as $$
  select o.id, o.trade_code,
    case when o.trade_code ~ '^[A-T]$' then o.trade_code else d.parent_code end
  from registry_organisations o left join registry_trades d on d.code = left(o.trade_code, 2)
  where o.trade_code is not null
$$;
