-- Certification and recognition: one case a firm and procedure; the procedure's stages are data.

create table assess_procedures (
  id uuid primary key,
  code text not null,
  version text not null,
  kind text not null check (kind in ('certification', 'recognition')),
  name_zh text not null,
  name_en text not null,
  content text not null,
  content_hash text not null,
  created_at timestamptz not null,
  unique (code, version)
);

create table assess_calls (
  id uuid primary key,
  procedure_id uuid not null references assess_procedures (id),
  title_zh text not null,
  title_en text not null,
  year integer not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  is_sample boolean not null default false,
  created_at timestamptz not null
);

create table assess_cases (
  id uuid primary key,
  organisation_id uuid not null,
  procedure_id uuid not null references assess_procedures (id),
  call_id uuid references assess_calls (id),
  run_id uuid references assess_runs (id),
  kind text not null,
  region_code text not null,
  stage text not null,
  is_open boolean not null default true,
  consultant_id uuid,
  body_id uuid,
  capability text,
  seed text,
  pool_hash text,
  notice_from date,
  notice_until date,
  is_sample boolean not null default false,
  revision integer not null default 1,
  created_at timestamptz not null,
  stage_at timestamptz not null
);
create unique index assess_cases_one on assess_cases (organisation_id, procedure_id) where is_open;
alter table assess_cases enable row level security;
create policy see on assess_cases for select using (coalesce(kit_may_see(organisation_id), false)
  or nullif(current_setting('ronghe.organisation', true), '')::uuid in (consultant_id, body_id));
create policy change on assess_cases for all using (coalesce(kit_may_change(organisation_id), false))
  with check (coalesce(kit_may_change(organisation_id), false));

create table assess_case_events (
  id uuid primary key,
  seq bigint generated always as identity,
  case_id uuid not null references assess_cases (id),
  organisation_id uuid not null,
  move text not null,
  from_stage text,
  to_stage text not null,
  note text,
  by_name text not null,
  by_party text not null,
  at timestamptz not null
);
create index assess_case_events_case on assess_case_events (case_id, seq);
call kit_protect('assess_case_events');

create table assess_documents (
  id uuid primary key,
  case_id uuid not null references assess_cases (id),
  organisation_id uuid not null,
  kind text not null,
  version integer not null,
  file_hash text not null,
  file_name text not null,
  file_type text not null,
  bytes integer not null,
  by_name text not null,
  at timestamptz not null,
  unique (case_id, kind, version)
);
call kit_protect('assess_documents');

create table assess_nonconformities (
  id uuid primary key,
  case_id uuid not null references assess_cases (id),
  organisation_id uuid not null,
  place integer not null,
  clause text not null,
  grade text not null check (grade in ('minor', 'major')),
  text text not null,
  status text not null check (status in ('open', 'corrected', 'closed')),
  correction text,
  opened_by text not null,
  opened_at timestamptz not null,
  corrected_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  unique (case_id, place)
);
call kit_protect('assess_nonconformities');

-- Whose judgement is not free: found or declared ties between two organisations.
create table assess_relations (
  id uuid primary key,
  organisation_id uuid not null,
  related_id uuid not null,
  kind text not null check (kind in ('owner', 'client', 'family', 'other')),
  note text,
  by_name text not null,
  at timestamptz not null,
  unique (organisation_id, related_id)
);
call kit_protect('assess_relations');

create table assess_experts (
  id uuid primary key,
  organisation_id uuid not null,
  person_id uuid not null unique,
  name text not null,
  fields text[] not null,
  is_active boolean not null,
  is_sample boolean not null default false,
  at timestamptz not null
);
call kit_protect('assess_experts');

-- Belongs to the firm's case; the expert finds his own by person.
create table assess_reviews (
  id uuid primary key,
  case_id uuid not null references assess_cases (id),
  organisation_id uuid not null,
  expert_id uuid not null references assess_experts (id),
  person_id uuid not null,
  place integer not null,
  status text not null check (status in ('drawn', 'recused', 'scored')),
  score numeric check (score between 0 and 100),
  text text,
  drawn_at timestamptz not null,
  decided_at timestamptz,
  unique (case_id, expert_id)
);
alter table assess_reviews enable row level security;
create policy see on assess_reviews for select using (
  coalesce(current_setting('ronghe.reach', true) = 'all', false)
  or person_id = nullif(current_setting('ronghe.person', true), '')::uuid
  or (current_setting('ronghe.reach', true) = 'region' and coalesce(kit_may_see(organisation_id), false)));
create policy change on assess_reviews for all using (coalesce(current_setting('ronghe.reach', true) = 'all', false))
  with check (coalesce(current_setting('ronghe.reach', true) = 'all', false));

create table assess_objections (
  id uuid primary key,
  case_id uuid not null references assess_cases (id),
  organisation_id uuid not null,
  name text not null,
  contact text not null,
  text text not null,
  at timestamptz not null,
  answer text,
  upheld boolean,
  answered_by text,
  answered_at timestamptz
);
alter table assess_objections enable row level security;
-- Whoever objects is named to the officials alone, never to the firm.
create policy see on assess_objections for select using (
  coalesce(current_setting('ronghe.reach', true) = 'all', false)
  or (current_setting('ronghe.reach', true) = 'region' and coalesce(kit_may_see(organisation_id), false)));
create policy change on assess_objections for all using (coalesce(current_setting('ronghe.reach', true) = 'all', false))
  with check (coalesce(current_setting('ronghe.reach', true) = 'all', false));

-- Public: a certificate is there to be verified by anybody.
create table assess_certificates (
  id uuid primary key,
  organisation_id uuid not null,
  case_id uuid not null references assess_cases (id),
  scheme text not null,
  number text not null unique,
  level text,
  holder text not null,
  holder_en text,
  region_code text not null,
  issued_on date not null,
  valid_until date,
  status text not null check (status in ('valid', 'withdrawn', 'replaced')),
  -- A workshop that became a factory is counted once: as what it became.
  replaced_by uuid references assess_certificates (id),
  reason text,
  changed_at timestamptz,
  is_sample boolean not null default false
);
create index assess_certificates_scheme on assess_certificates (scheme, status);
alter table assess_certificates enable row level security;
create policy see on assess_certificates for select using (true);
create policy change on assess_certificates for all using (coalesce(current_setting('ronghe.reach', true) = 'all', false))
  with check (coalesce(current_setting('ronghe.reach', true) = 'all', false));
