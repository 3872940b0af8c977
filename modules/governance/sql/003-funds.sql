-- Funds: programmes, applications with what they ask money for, expert reviews, public notice, tranches.

create table governance_programmes (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  code text not null unique,
  title_zh text not null,
  title_en text not null,
  guide_zh text not null,
  guide_en text not null,
  mode text not null check (mode in ('grant', 'interest', 'guarantee', 'voucher', 'equity')),
  budget_fen bigint not null check (budget_fen > 0),
  -- Most of a project's investment that may be granted, in hundredths of a percent, and the cap of one grant.
  share_basis_points integer not null check (share_basis_points between 1 and 10000),
  cap_fen bigint not null check (cap_fen > 0),
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  conditions jsonb not null,
  experts integer not null check (experts between 1 and 15),
  spread_max_tenths integer not null check (spread_max_tenths between 0 and 1000),
  state text not null check (state in ('draft', 'open', 'ended')),
  is_sample boolean not null default false,
  created_at timestamptz not null
);
alter table governance_programmes enable row level security;
create policy see on governance_programmes for select
  using (state <> 'draft' or coalesce(kit_may_see(organisation_id), false));
create policy make on governance_programmes for insert
  with check (coalesce(kit_may_change(organisation_id), false));
create policy change on governance_programmes for update
  using (coalesce(kit_may_change(organisation_id), false));

create table governance_applications (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  programme_id uuid not null references governance_programmes (id),
  number text not null unique,
  title text not null,
  summary text not null,
  investment_fen bigint not null check (investment_fen > 0),
  asked_fen bigint not null check (asked_fen > 0),
  state text not null,
  version integer not null default 1,
  -- The programme's conditions with what was found when it was submitted.
  judged jsonb,
  -- Whoever knows it draws the same experts again.
  seed text,
  notice_from date,
  notice_to date,
  grant_fen bigint,
  grade text check (grade in ('excellent', 'good', 'passed', 'failed')),
  is_sample boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index governance_applications_programme on governance_applications (programme_id, state);
create index governance_applications_organisation on governance_applications (organisation_id);
call kit_protect('governance_applications');

create table governance_application_subjects (
  application_id uuid not null references governance_applications (id),
  organisation_id uuid not null,
  kind text not null check (kind in ('equipment', 'invoice', 'project')),
  -- One spelling of what it is; the same key in two applications is the same thing.
  key text not null,
  label text not null,
  primary key (application_id, kind, key)
);
create index governance_application_subjects_key on governance_application_subjects (kind, key);
call kit_protect('governance_application_subjects');

create table governance_application_events (
  id uuid primary key,
  seq bigint generated always as identity,
  application_id uuid not null references governance_applications (id),
  organisation_id uuid not null,
  at timestamptz not null,
  person_name text not null,
  act text not null,
  comment text,
  amount_fen bigint
);
create index governance_application_events_order on governance_application_events (application_id, seq);
call kit_protect('governance_application_events');

-- The pool of experts; an official takes them in.
create table governance_experts (
  person_id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  name text not null,
  fields text not null,
  is_active boolean not null default false,
  joined_at timestamptz not null
);
alter table governance_experts enable row level security;
create policy see on governance_experts for select
  using (person_id = nullif(current_setting('ronghe.person', true), '')::uuid
    or coalesce(kit_may_see(organisation_id), false));
create policy change on governance_experts for all
  using (coalesce(kit_may_change(organisation_id), false))
  with check (coalesce(kit_may_change(organisation_id), false));

create table governance_reviews (
  application_id uuid not null references governance_applications (id),
  person_id uuid not null references governance_experts (person_id),
  state text not null check (state in ('drawn', 'recused', 'scored')),
  score_tenths integer check (score_tenths between 0 and 1000),
  comment text,
  drawn_at timestamptz not null,
  ended_at timestamptz,
  primary key (application_id, person_id)
);
create index governance_reviews_person on governance_reviews (person_id, state);
-- An expert sees what was drawn for them; the service lets officials see the rest.
alter table governance_reviews enable row level security;
create policy own on governance_reviews for all
  using (current_setting('ronghe.reach', true) = 'all'
    or person_id = nullif(current_setting('ronghe.person', true), '')::uuid);

create table governance_objections (
  id uuid primary key,
  application_id uuid not null references governance_applications (id),
  organisation_id uuid not null,
  name text not null,
  contact text not null,
  text text not null,
  at timestamptz not null,
  decision text check (decision in ('upheld', 'dismissed')),
  decided_by_name text,
  decided_at timestamptz,
  comment text
);
create index governance_objections_application on governance_objections (application_id);
-- Whom an objection is about does not learn who made it.
alter table governance_objections enable row level security;
create policy officials on governance_objections for all
  using (current_setting('ronghe.reach', true) = 'all');

create table governance_tranches (
  application_id uuid not null references governance_applications (id),
  organisation_id uuid not null,
  place integer not null,
  amount_fen bigint not null check (amount_fen > 0),
  milestone text not null,
  due_on date not null,
  claimed_at timestamptz,
  claim text,
  primary key (application_id, place)
);
call kit_protect('governance_tranches');

-- Movements of money as records; a key moves money once. Positive to the firm, negative back from it.
create table governance_payments (
  id uuid primary key,
  key text not null unique,
  application_id uuid not null references governance_applications (id),
  organisation_id uuid not null,
  payer_organisation_id uuid not null,
  place integer,
  amount_fen bigint not null check (amount_fen <> 0),
  currency text not null default 'CNY',
  reason text not null,
  at timestamptz not null
);
create index governance_payments_application on governance_payments (application_id);
call kit_protect('governance_payments');
