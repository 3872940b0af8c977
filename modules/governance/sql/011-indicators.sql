-- How a goal is measured, as officials edit it, and what bodies report where no record can prove it.

alter table governance_goals
  add column direction text not null default 'up' check (direction in ('up', 'down')),
  add column base_value numeric,
  add column base_on date,
  add column frequency text not null default 'year' check (frequency in ('month', 'quarter', 'year')),
  -- The body that reports it; null where records prove it.
  add column report_department text references governance_departments (code),
  add column formula text not null default '',
  -- Set once an official changed it; the region's file then no longer overwrites it.
  add column edited_at timestamptz;

create table governance_reports (
  id uuid primary key,
  seq bigint generated always as identity,
  goal_key text not null references governance_goals (key),
  department_code text not null references governance_departments (code),
  organisation_id uuid not null references kit_tenants (organisation_id),
  -- 2026, 2026-Q1 or 2026-01, by the indicator's frequency.
  period text not null,
  period_ends_on date not null,
  value numeric not null,
  note text not null,
  file_hash text not null,
  file_name text not null,
  media_type text not null,
  state text not null check (state in ('reported', 'accepted', 'returned')),
  version integer not null default 1,
  reported_by uuid,
  reported_by_name text not null,
  reported_at timestamptz not null,
  decided_by_name text,
  decided_at timestamptz,
  comment text,
  is_sample boolean not null default false
);
create index governance_reports_order on governance_reports (goal_key, period_ends_on desc, seq desc);
-- One open or accepted report a period; what was returned is reported again.
create unique index governance_reports_once on governance_reports (goal_key, period) where state <> 'returned';
alter table governance_reports enable row level security;
-- An accepted report is public; one that is not is for its body and for whoever answers for its region.
create policy see on governance_reports for select
  using (state = 'accepted' or coalesce(kit_may_see(organisation_id), false));
create policy make on governance_reports for insert
  with check (coalesce(kit_may_change(organisation_id), false));
create policy change on governance_reports for update using (coalesce(kit_may_see(organisation_id), false));

-- Which late reports were told, so that each is told once a day at most.
create table governance_report_reminders (
  goal_key text not null references governance_goals (key),
  period text not null,
  day date not null,
  primary key (goal_key, period, day)
);

-- A goal's figure of a day in a city, so that the map and its course need no computing.
create table governance_city_figures (
  goal_key text not null references governance_goals (key),
  region_code text not null,
  day date not null,
  value_evidenced numeric,
  value_declared numeric,
  primary key (goal_key, region_code, day)
);

-- Below this share of the path to its target a goal turns from yellow to red.
alter table governance_supervision_rules
  add column goal_warn_percent integer not null default 90 check (goal_warn_percent between 1 and 100);
