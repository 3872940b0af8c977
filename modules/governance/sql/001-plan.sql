-- The plan as data: departments, goals, tasks; readable by everybody, written by the program and by officials.

create table governance_departments (
  code text primary key,
  place integer not null,
  name_zh text not null,
  name_en text not null,
  -- A group stands for bodies that the plan names together ("the governments of all cities").
  kind text not null check (kind in ('department', 'city', 'group')),
  region_code text
);

create table governance_goals (
  key text primary key,
  place integer not null,
  title_zh text not null,
  title_en text not null,
  -- Null where the plan sets a direction and no number.
  target numeric,
  -- UN/CEFACT Recommendation 20 code, or words where there is none.
  unit_code text,
  unit_zh text not null,
  unit_en text not null,
  due_on date not null,
  source_clause text not null,
  quote_zh text not null,
  -- The room whose records prove it; null while none can.
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
  excerpt_en text not null,
  plan_rows text[] not null,
  due_on date not null
);

-- The first department of a task leads; the order of the plan is binding.
create table governance_task_departments (
  task_key text not null references governance_tasks (key),
  place integer not null,
  department_code text not null references governance_departments (code),
  primary key (task_key, place)
);

-- Hexagons of the cartogram that stand for a city.
create table governance_tiles (
  region_code text not null,
  tile_column integer not null,
  tile_row integer not null,
  primary key (tile_column, tile_row)
);

-- A goal's figure as it was computed on a day, so that its course can be seen.
create table governance_figures (
  goal_key text not null references governance_goals (key),
  day date not null,
  value_evidenced numeric,
  value_declared numeric,
  numerator_evidenced numeric,
  numerator_declared numeric,
  denominator numeric,
  -- SHA-256 of the counts behind the figure.
  inputs_hash text not null,
  computed_at timestamptz not null,
  primary key (goal_key, day)
);
