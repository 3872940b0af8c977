-- Appraisal of bodies (考核): a scheme for a period, what was computed of each body, additions, appeals.

create table governance_appraisals (
  id uuid primary key,
  -- Who appraises.
  organisation_id uuid not null references kit_tenants (organisation_id),
  title_zh text not null,
  title_en text not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  -- Indicators with weights and limits; frozen from the issue on.
  scheme jsonb not null,
  scheme_number integer not null default 1,
  appeal_days integer not null check (appeal_days between 1 and 60),
  state text not null check (state in
    ('drafted', 'submitted', 'issued', 'computed', 'shown', 'closing', 'final', 'withdrawn')),
  -- The last day of appeals, set when the results are shown.
  appeal_until date,
  is_published boolean not null default false,
  version integer not null default 1,
  drafted_by uuid,
  drafted_by_name text not null,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index governance_appraisals_order on governance_appraisals (to_on desc, id);

-- Each scheme as it was saved, for comparison; none is changed.
create table governance_appraisal_schemes (
  appraisal_id uuid not null references governance_appraisals (id),
  number integer not null,
  scheme jsonb not null,
  person_name text not null,
  at timestamptz not null,
  primary key (appraisal_id, number)
);

create table governance_appraisal_units (
  appraisal_id uuid not null references governance_appraisals (id),
  place integer not null,
  department_code text not null references governance_departments (code),
  organisation_id uuid references kit_tenants (organisation_id),
  -- What was counted, row by row, and the score with its derivation as the engine gave it.
  facts jsonb,
  score text,
  score_hash text,
  total numeric,
  rank integer,
  computed_at timestamptz,
  primary key (appraisal_id, department_code)
);
create index governance_appraisal_units_department on governance_appraisal_units (department_code);

-- Additions, deductions and vetoes with their reason; a withdrawn one stays and counts no more.
create table governance_appraisal_adjustments (
  id uuid primary key,
  seq bigint generated always as identity,
  appraisal_id uuid not null,
  department_code text not null,
  kind text not null check (kind in ('addition', 'deduction', 'veto')),
  points numeric not null check (points >= 0),
  reason text not null,
  item_id uuid references governance_items (id),
  appeal_id uuid,
  person_name text not null,
  at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  foreign key (appraisal_id, department_code) references governance_appraisal_units (appraisal_id, department_code)
);
create index governance_appraisal_adjustments_unit
  on governance_appraisal_adjustments (appraisal_id, department_code, seq);

create table governance_appraisal_appeals (
  id uuid primary key,
  seq bigint generated always as identity,
  appraisal_id uuid not null,
  department_code text not null,
  organisation_id uuid not null references kit_tenants (organisation_id),
  -- The indicator it is about; null for the result as a whole.
  indicator text,
  text text not null,
  made_by uuid,
  made_by_name text not null,
  made_at timestamptz not null,
  decision text check (decision in ('upheld', 'refused')),
  reason text,
  decided_by_name text,
  decided_at timestamptz,
  foreign key (appraisal_id, department_code) references governance_appraisal_units (appraisal_id, department_code)
);
create unique index governance_appraisal_appeals_open on governance_appraisal_appeals
  (appraisal_id, department_code, coalesce(indicator, '')) where decision is null;

create table governance_appraisal_events (
  id uuid primary key,
  seq bigint generated always as identity,
  appraisal_id uuid not null references governance_appraisals (id),
  department_code text,
  person_name text not null,
  action text not null,
  comment text,
  at timestamptz not null
);
create index governance_appraisal_events_order on governance_appraisal_events (appraisal_id, seq);

-- Seen by whoever appraises; by a body once it is issued, its own result once it is shown; by all once published.
create function governance_owns_appraisal(appraisal uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from governance_appraisals a
    where a.id = appraisal and coalesce(kit_may_change(a.organisation_id), false))
$$;
create function governance_oversees_appraisal(appraisal uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from governance_appraisals a
    where a.id = appraisal and coalesce(kit_may_see(a.organisation_id), false))
$$;
create function governance_sees_appraisal(appraisal uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from governance_appraisals a where a.id = appraisal
    and (coalesce(kit_may_see(a.organisation_id), false) or (a.is_published and a.state = 'final')
      or (a.state in ('issued', 'computed', 'shown', 'closing', 'final') and exists (
        select 1 from governance_appraisal_units u
        where u.appraisal_id = a.id and coalesce(kit_may_see(u.organisation_id), false)))))
$$;
create function governance_sees_result(appraisal uuid, body uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from governance_appraisals a where a.id = appraisal
    and (coalesce(kit_may_see(a.organisation_id), false) or (a.is_published and a.state = 'final')
      or (a.state in ('shown', 'closing', 'final') and coalesce(kit_may_see(body), false))))
$$;
-- Of one body: adjustments and the trail are for whoever appraises and for that body, published or not.
create function governance_sees_unit(appraisal uuid, department text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from governance_appraisals a where a.id = appraisal
    and (coalesce(kit_may_see(a.organisation_id), false)
      or (a.state in ('shown', 'closing', 'final') and exists (select 1 from governance_appraisal_units u
        where u.appraisal_id = a.id and u.department_code = department
          and coalesce(kit_may_see(u.organisation_id), false)))))
$$;

alter table governance_appraisals enable row level security;
create policy see on governance_appraisals for select
  using (governance_sees_appraisal(id) or coalesce(kit_may_see(organisation_id), false));
create policy make on governance_appraisals for insert
  with check (coalesce(kit_may_change(organisation_id), false));
create policy change on governance_appraisals for update using (coalesce(kit_may_change(organisation_id), false));

alter table governance_appraisal_schemes enable row level security;
create policy see on governance_appraisal_schemes for select using (governance_oversees_appraisal(appraisal_id));
create policy make on governance_appraisal_schemes for insert
  with check (governance_owns_appraisal(appraisal_id));

alter table governance_appraisal_units enable row level security;
create policy see on governance_appraisal_units for select
  using (governance_sees_result(appraisal_id, organisation_id));
create policy make on governance_appraisal_units for insert with check (governance_owns_appraisal(appraisal_id));
create policy change on governance_appraisal_units for update using (governance_owns_appraisal(appraisal_id));
create policy leave on governance_appraisal_units for delete using (governance_owns_appraisal(appraisal_id));

alter table governance_appraisal_adjustments enable row level security;
create policy see on governance_appraisal_adjustments for select
  using (governance_sees_unit(appraisal_id, department_code));
create policy make on governance_appraisal_adjustments for insert
  with check (governance_owns_appraisal(appraisal_id));
create policy change on governance_appraisal_adjustments for update
  using (governance_owns_appraisal(appraisal_id));

alter table governance_appraisal_appeals enable row level security;
create policy see on governance_appraisal_appeals for select
  using (governance_oversees_appraisal(appraisal_id) or coalesce(kit_may_see(organisation_id), false));
create policy make on governance_appraisal_appeals for insert
  with check (coalesce(kit_may_change(organisation_id), false)
    and governance_sees_unit(appraisal_id, department_code));
create policy change on governance_appraisal_appeals for update using (governance_owns_appraisal(appraisal_id));

alter table governance_appraisal_events enable row level security;
create policy see on governance_appraisal_events for select using (governance_oversees_appraisal(appraisal_id)
  or (department_code is not null and governance_sees_unit(appraisal_id, department_code)));
create policy make on governance_appraisal_events for insert with check (governance_owns_appraisal(appraisal_id)
  or (department_code is not null and governance_sees_unit(appraisal_id, department_code)));

-- What a city is to reach of a goal of the region.
create table governance_city_targets (
  goal_key text not null references governance_goals (key),
  region_code text not null,
  target numeric not null,
  due_on date not null,
  set_by_name text not null,
  set_at timestamptz not null,
  primary key (goal_key, region_code)
);
