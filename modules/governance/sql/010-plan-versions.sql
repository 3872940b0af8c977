-- The plan as a tree in versions: what is in force, what it replaced, and what is being drafted.

create table governance_plan_versions (
  id uuid primary key,
  document text not null check (document ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  number integer not null check (number > 0),
  title_zh text not null,
  title_en text not null,
  -- What is changed and why.
  note text not null,
  state text not null check (state in
    ('drafted', 'submitted', 'approved', 'inForce', 'replaced', 'repealed', 'withdrawn')),
  -- The version that was seen, so that no act counts twice.
  version integer not null default 1,
  based_on uuid references governance_plan_versions (id),
  replaced_by uuid references governance_plan_versions (id),
  in_force_from date,
  in_force_until date,
  drafted_by uuid,
  drafted_by_name text not null,
  -- SHA-256 over the nodes once they are approved.
  content_hash text,
  is_from_region boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (document, number)
);
create unique index governance_plan_versions_in_force on governance_plan_versions (document)
  where state = 'inForce';

create table governance_plan_nodes (
  version_id uuid not null references governance_plan_versions (id) on delete cascade,
  key text not null,
  parent_key text,
  kind text not null check (kind in ('section', 'task', 'measure', 'indicator', 'node')),
  place integer not null,
  clause text not null,
  title_zh text not null,
  title_en text not null,
  text_zh text not null,
  text_en text not null,
  -- Bodies in the plan's order; the first leads.
  units text[] not null,
  due_on date,
  goal_key text references governance_goals (key),
  -- [{ year, value }]
  targets jsonb not null default '[]',
  plan_rows text[] not null default '{}',
  primary key (version_id, key)
);

create table governance_plan_events (
  seq bigint generated always as identity primary key,
  version_id uuid not null references governance_plan_versions (id) on delete cascade,
  at timestamptz not null,
  person_name text not null,
  action text not null,
  comment text
);
create index governance_plan_events_order on governance_plan_events (version_id, seq);

-- A task that the plan in force no longer has stays for what was issued under it.
alter table governance_tasks add column is_in_force boolean not null default true;
-- The version of the plan under which an item was drafted.
alter table governance_items add column plan_version_id uuid references governance_plan_versions (id);
