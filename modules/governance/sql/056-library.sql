-- The library of policies and notices: what a body gave out, from when until when it is in force, and which
-- firms it is meant for, as the same conditions that programmes have.

create table governance_policies (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  kind text not null check (kind in ('policy', 'notice', 'interpretation')),
  -- 文号; empty where it has none.
  number text not null default '' check (char_length(number) <= 60),
  title_zh text not null,
  title_en text not null,
  issuer_zh text not null,
  issuer_en text not null,
  text_zh text not null,
  text_en text not null,
  issued_on date not null,
  -- The last day on which it is in force; null until it is withdrawn.
  valid_until date check (valid_until >= issued_on),
  -- Where the original stands.
  source text not null default '',
  conditions jsonb not null,
  programme_id uuid references governance_programmes (id),
  state text not null default 'draft' check (state in ('draft', 'published', 'withdrawn')),
  reason text,
  version integer not null default 1,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  published_at timestamptz
);
create unique index governance_policies_number on governance_policies (number) where number <> '';
alter table governance_policies enable row level security;
create policy see on governance_policies for select
  using (state <> 'draft' or coalesce(kit_may_see(organisation_id), false));
create policy make on governance_policies for insert
  with check (coalesce(kit_may_change(organisation_id), false));
create policy change on governance_policies for update
  using (coalesce(kit_may_change(organisation_id), false));

create table governance_policy_files (
  id uuid primary key,
  policy_id uuid not null references governance_policies (id),
  hash text not null,
  name text not null,
  media_type text not null,
  at timestamptz not null
);
create index governance_policy_files_of on governance_policy_files (policy_id);
alter table governance_policy_files enable row level security;
create policy see on governance_policy_files for select
  using (exists (select 1 from governance_policies p where p.id = policy_id));
create policy add on governance_policy_files for insert
  with check (exists (select 1 from governance_policies p
    where p.id = policy_id and coalesce(kit_may_change(p.organisation_id), false)));
