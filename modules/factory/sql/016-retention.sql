-- How long an organisation keeps what its signals measured, by kind of signal; and what is held for the law.

create table factory_retention (
  organisation_id uuid primary key references registry_organisations (id),
  -- Null keeps for ever.
  raw_days integer check (raw_days between 1 and 36600),
  minute_days integer check (minute_days between 1 and 36600),
  hour_days integer check (hour_days between 1 and 36600),
  changed_at timestamptz not null,
  changed_by text,
  thinned_at timestamptz,
  thinned_points bigint not null default 0,
  check (coalesce(raw_days, 100000) <= coalesce(minute_days, 100000)),
  check (coalesce(minute_days, 100000) <= coalesce(hour_days, 100000))
);
call kit_protect('factory_retention');

-- Signals whose points stay although the rest is thinned.
create table factory_holds (
  tag_id uuid primary key references factory_tags (id),
  organisation_id uuid not null references registry_organisations (id),
  reason text not null check (length(reason) between 1 and 500),
  person_name text,
  created_at timestamptz not null
);
call kit_protect('factory_holds');
