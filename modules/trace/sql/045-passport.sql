-- What an organisation declares of the carbon footprint of its products, for digital product passports.
create table trace_footprints (
  organisation_id uuid not null references kit_tenants (organisation_id),
  -- Canonical digital link of the product.
  key text collate "C" not null,
  method text not null,
  -- Kilograms of carbon dioxide equivalent for the quantity.
  kilograms numeric not null check (kilograms >= 0),
  quantity numeric not null check (quantity > 0),
  unit text not null,
  phases text[] not null,
  published_on date not null,
  valid_until date,
  is_sample boolean not null default false,
  changed_at timestamptz not null,
  changed_by text,
  primary key (organisation_id, key)
);
call kit_protect('trace_footprints');
