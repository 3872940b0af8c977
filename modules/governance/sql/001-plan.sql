-- The plan as data: departments, goals, tasks; readable by everybody, written by officials.

create table governance_departments (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('department', 'city')),
  region_code text
);

create table governance_goals (
  key text primary key,
  place integer not null,
  title_zh text not null,
  title_en text not null,
  target numeric,
  unit text not null,
  due_on date,
  source_clause text not null,
  -- Which evidence proves it; null while no room of the house can.
  evidence text,
  method_zh text not null,
  method_en text not null
);

create table governance_tasks (
  key text primary key,
  place integer not null,
  title_zh text not null,
  title_en text not null,
  excerpt_zh text not null,
  plan_rows text[] not null,
  due_on date
);

-- The first department of a task leads; the order of the plan is binding.
create table governance_task_departments (
  task_key text not null references governance_tasks (key),
  place integer not null,
  department_code text not null references governance_departments (code),
  primary key (task_key, place)
);

-- A goal's figure as it was computed on a day, so that its course can be seen and recomputed.
create table governance_figures (
  goal_key text not null,
  region_code text not null,
  day date not null,
  value_evidenced numeric,
  value_declared numeric,
  numerator numeric,
  denominator numeric,
  inputs_hash text not null,
  computed_at timestamptz not null,
  primary key (goal_key, region_code, day)
);
