-- Products with their ideal cycles per machine, how parts are counted, and what people counted.

create table factory_products (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null check (length(name) between 1 and 120),
  name_en text,
  -- Ideal cycle of machines without one of their own, milliseconds an item.
  ideal_cycle_ms integer check (ideal_cycle_ms > 0),
  retired_at timestamptz,
  version integer not null default 1,
  is_sample boolean not null default false,
  unique (organisation_id, code)
);
call kit_protect('factory_products');

create table factory_product_rates (
  product_id uuid not null references factory_products (id),
  equipment_id uuid not null references factory_equipment (id),
  organisation_id uuid not null references registry_organisations (id),
  ideal_cycle_ms integer not null check (ideal_cycle_ms > 0),
  primary key (product_id, equipment_id)
);
call kit_protect('factory_product_rates');

alter table factory_product_runs add column product_id uuid references factory_products (id);

-- How the parts of a machine are counted; without a row by its counters, and rejects are not assumed.
create table factory_count_rules (
  equipment_id uuid primary key references factory_equipment (id),
  organisation_id uuid not null references registry_organisations (id),
  source text not null check (source in ('counter', 'programEnd', 'declared')),
  parts_per_end integer not null default 1 check (parts_per_end between 1 and 10000),
  -- Programs that ran for less make no part: proving, warming up.
  cycle_seconds_min integer not null default 0 check (cycle_seconds_min between 0 and 86400),
  -- Does the firm declare that what nobody called rejected is good?
  rejects text not null check (rejects in ('unknown', 'noneUnlessSaid')),
  changed_at timestamptz not null,
  changed_by uuid
);
call kit_protect('factory_count_rules');

-- Parts that people counted. Nothing is deleted: what was said by mistake is withdrawn.
create table factory_declared_counts (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  product text,
  good integer not null check (good between 0 and 100000000),
  rejected integer not null check (rejected between 0 and 100000000),
  rejected_startup integer not null default 0 check (rejected_startup between 0 and rejected),
  note text,
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  withdrawn_at timestamptz,
  withdrawn_by uuid
);
create index factory_declared_counts_equipment on factory_declared_counts (equipment_id, ends_at);
call kit_protect('factory_declared_counts');
