-- Each draw of experts as it was made, so that anybody repeats it: seed, pool, who was left out and why.
create table assess_draws (
  id uuid primary key,
  case_id uuid not null references assess_cases (id),
  organisation_id uuid not null,
  place integer not null,
  seed text not null,
  -- The ids in the pool, sorted; the hash is over them.
  pool jsonb not null,
  pool_hash text not null,
  -- Ids of experts and why they were not in the pool: side, tie or before.
  left_out jsonb not null,
  wanted integer not null,
  chosen jsonb not null,
  by_name text not null,
  at timestamptz not null,
  unique (case_id, place)
);
alter table assess_draws enable row level security;
create policy see on assess_draws for select using (
  coalesce(current_setting('ronghe.reach', true) = 'all', false)
  or (current_setting('ronghe.reach', true) = 'region' and coalesce(kit_may_see(organisation_id), false)));
create policy add on assess_draws for insert
  with check (coalesce(current_setting('ronghe.reach', true) = 'all', false));
