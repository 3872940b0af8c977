-- A firm's answers to a framework in a year, as they are typed, with everything said about them.

create table assess_runs (
  id uuid primary key,
  organisation_id uuid not null,
  framework_id uuid not null references assess_frameworks (id),
  framework_code text not null,
  window_id uuid not null references assess_windows (id),
  year integer not null,
  facts jsonb not null,
  -- How many questions its branch asks.
  questions integer not null,
  status text not null check (status in ('draft', 'submitted', 'returned', 'accepted')),
  -- A service agency that checks for the officials; it sees this run although the firm is not its own.
  assessor_id uuid,
  reason text,
  -- Canonical text of the score with its derivation as of the submission, and its SHA-256.
  score text,
  score_hash text,
  total numeric,
  reached jsonb,
  parts jsonb,
  -- Trade and size at the submission, so that a comparison does not change when the firm does.
  trade_code text,
  size_class text,
  region_code text,
  is_sample boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  submitted_at timestamptz,
  submitted_by text,
  decided_at timestamptz,
  decided_by text,
  unique (organisation_id, framework_code, year)
);
create index assess_runs_framework on assess_runs (framework_code, year, status);
alter table assess_runs enable row level security;
create policy see on assess_runs for select using (coalesce(kit_may_see(organisation_id), false)
  or assessor_id = nullif(current_setting('ronghe.organisation', true), '')::uuid);
create policy change on assess_runs for all using (coalesce(kit_may_change(organisation_id), false))
  with check (coalesce(kit_may_change(organisation_id), false));

create table assess_evidence (
  id uuid primary key,
  organisation_id uuid not null,
  -- Query and version name the rule by which the value follows from the inputs.
  query text not null,
  query_version integer not null,
  value text,
  reason text,
  unit text not null,
  -- Canonical JSON of the rows as of the time, and its SHA-256.
  inputs text not null,
  inputs_hash text not null,
  rows_count integer not null,
  proof text,
  at timestamptz not null,
  -- SHA-256 over all of the above; the audit chain keeps it too.
  hash text not null,
  is_sample boolean not null default false
);
create index assess_evidence_query on assess_evidence (organisation_id, query, query_version, at desc);
call kit_protect('assess_evidence');

create table assess_answers (
  run_id uuid not null references assess_runs (id),
  question text not null,
  organisation_id uuid not null,
  value jsonb,
  basis text not null check (basis in ('evidenced', 'declared')),
  evidence_id uuid references assess_evidence (id),
  -- Why a person says something else than the evidence does.
  reason text,
  revision integer not null,
  by_id uuid,
  by_name text not null,
  at timestamptz not null,
  primary key (run_id, question)
);
call kit_protect('assess_answers');

create table assess_answer_history (
  run_id uuid not null references assess_runs (id),
  question text not null,
  revision integer not null,
  organisation_id uuid not null,
  value jsonb,
  basis text not null,
  evidence_id uuid,
  reason text,
  by_name text not null,
  at timestamptz not null,
  primary key (run_id, question, revision)
);
call kit_protect('assess_answer_history');

create table assess_comments (
  id uuid primary key,
  run_id uuid not null references assess_runs (id),
  question text,
  organisation_id uuid not null,
  text text not null check (length(text) between 1 and 2000),
  by_id uuid,
  by_name text not null,
  by_organisation text,
  at timestamptz not null
);
create index assess_comments_run on assess_comments (run_id, at);
call kit_protect('assess_comments');

create table assess_attachments (
  id uuid primary key,
  run_id uuid not null references assess_runs (id),
  question text not null,
  organisation_id uuid not null,
  file_hash text not null,
  file_name text not null,
  file_type text not null,
  bytes integer not null,
  by_name text not null,
  at timestamptz not null,
  removed_at timestamptz
);
create index assess_attachments_run on assess_attachments (run_id, question);
call kit_protect('assess_attachments');

-- What an assessor should look at: found by rule at each submission.
create table assess_findings (
  id uuid primary key,
  run_id uuid not null references assess_runs (id),
  organisation_id uuid not null,
  kind text not null check (kind in ('outlier', 'copied', 'jump', 'override')),
  question text,
  blanks jsonb not null,
  status text not null check (status in ('open', 'confirmed', 'dismissed')),
  note text,
  by_name text,
  at timestamptz not null,
  decided_at timestamptz,
  unique nulls not distinct (run_id, kind, question)
);
call kit_protect('assess_findings');

-- A firm's next steps: measures that it took up from a weak node.
create table assess_steps (
  id uuid primary key,
  organisation_id uuid not null,
  run_id uuid not null references assess_runs (id),
  node text not null,
  measure text,
  title text not null check (length(title) between 1 and 200),
  owner text not null check (length(owner) between 1 and 60),
  due_on date not null,
  cost_fen bigint not null check (cost_fen >= 0),
  status text not null check (status in ('planned', 'doing', 'done', 'dropped')),
  note text,
  value_before numeric,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index assess_steps_run on assess_steps (organisation_id, due_on);
call kit_protect('assess_steps');
