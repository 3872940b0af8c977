-- Dictionaries: the same for everybody.

create table registry_divisions (
  code text primary key check (code ~ '^[0-9]{6}$'),
  parent_code text references registry_divisions (code),
  level text not null check (level in ('province', 'city', 'county')),
  name_zh text not null,
  name_en text not null
);

create table registry_trades (
  code text primary key,
  parent_code text references registry_trades (code),
  level smallint not null check (level between 0 and 3),
  name_zh text not null,
  name_en text
);

create table registry_roles (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  -- Kinds of organisation whose people may carry the role.
  kinds text[] not null,
  permissions text[] not null,
  reach text not null check (reach in ('own', 'region', 'all'))
);

-- What the running region is, as one row.
create table registry_region (
  only_row boolean primary key default true check (only_row),
  code text not null references registry_divisions (code),
  is_sample boolean not null,
  loaded_at timestamptz not null
);

-- People and sign-in; the shapes of the four tables below are those of the sign-in library.

create table registry_people (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  name text not null,
  name_en text,
  image text,
  locale text not null default 'zh' check (locale in ('zh', 'en')),
  is_sample boolean not null default false,
  two_factor_enabled boolean not null default false,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table registry_sessions (
  id uuid primary key,
  person_id uuid not null references registry_people (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index registry_sessions_person on registry_sessions (person_id);

create table registry_accounts (
  id uuid primary key,
  person_id uuid not null references registry_people (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index registry_accounts_person on registry_accounts (person_id);

create table registry_proofs (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index registry_proofs_identifier on registry_proofs (identifier);

create table registry_two_factors (
  id uuid primary key,
  person_id uuid not null references registry_people (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index registry_two_factors_person on registry_two_factors (person_id);

-- Organisations: a public directory; only the organisation itself writes its row.

create table registry_organisations (
  id uuid primary key,
  -- Short code that names the organisation in topics of machines; letters, digits, hyphen.
  code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  kind text not null check (kind in ('enterprise', 'park', 'serviceAgency', 'institute', 'financial', 'government')),
  name text not null check (length(name) between 2 and 120),
  name_en text,
  -- Unified social credit code, GB 32100; null only until an imported code was mended.
  credit_code text not null unique check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  credit_code_sound boolean not null,
  region_code text not null references registry_divisions (code),
  trade_code text references registry_trades (code),
  size_class text check (size_class in ('large', 'medium', 'small', 'micro')),
  employees integer check (employees >= 0),
  revenue_fen bigint check (revenue_fen >= 0),
  address text,
  contact_name text,
  contact_phone text,
  contact_email text,
  website text,
  is_key boolean not null default false,
  key_since date,
  verification text not null default 'unverified'
    check (verification in ('unverified', 'submitted', 'approved', 'returned')),
  is_sample boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index registry_organisations_region on registry_organisations (region_code, kind);
alter table registry_organisations enable row level security;
create policy see on registry_organisations for select using (true);
create policy change on registry_organisations for update
  using (coalesce(kit_may_change(id), false)) with check (coalesce(kit_may_change(id), false));
create policy make on registry_organisations for insert
  with check (current_setting('ronghe.reach', true) = 'all');

-- Keeps the tenant's region where row-level security finds it.
create function registry_keep_tenant() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into kit_tenants (organisation_id, region_code) values (new.id, new.region_code)
    on conflict (organisation_id) do update set region_code = excluded.region_code;
  return new;
end
$$;
create trigger registry_keep_tenant after insert or update of region_code on registry_organisations
  for each row execute function registry_keep_tenant();

create table registry_memberships (
  organisation_id uuid not null references registry_organisations (id),
  person_id uuid not null references registry_people (id) on delete cascade,
  role_code text not null references registry_roles (code),
  created_at timestamptz not null,
  primary key (organisation_id, person_id)
);
create index registry_memberships_person on registry_memberships (person_id);
call kit_protect('registry_memberships');

create table registry_invitations (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  email text not null check (email = lower(email)),
  role_code text not null references registry_roles (code),
  token_hash text not null unique,
  invited_by uuid references registry_people (id) on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
call kit_protect('registry_invitations');

create table registry_api_keys (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  name text not null,
  -- SHA-256 of the key; the key itself is shown once and never kept.
  hash text not null unique,
  prefix text not null,
  scopes text[] not null,
  created_by uuid references registry_people (id) on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
call kit_protect('registry_api_keys');

-- Sites, areas, lines and cells: the equipment hierarchy of IEC 62264-1.
create table registry_units (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  parent_id uuid references registry_units (id),
  level text not null check (level in ('site', 'area', 'line', 'cell')),
  code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null check (length(name) between 1 and 120),
  name_en text,
  region_code text references registry_divisions (code),
  address text,
  is_sample boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organisation_id, code)
);
create index registry_units_parent on registry_units (parent_id);
call kit_protect('registry_units');

create table registry_verifications (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  region_code text not null,
  file_hash text not null,
  file_name text not null,
  file_type text not null,
  note text,
  status text not null check (status in ('submitted', 'approved', 'returned', 'withdrawn')),
  submitted_by uuid references registry_people (id) on delete set null,
  submitted_at timestamptz not null,
  decided_by uuid references registry_people (id) on delete set null,
  decided_at timestamptz,
  reason text
);
create unique index registry_verifications_open on registry_verifications (organisation_id) where status = 'submitted';
call kit_protect('registry_verifications');

create table registry_notifications (
  id uuid primary key,
  person_id uuid not null references registry_people (id) on delete cascade,
  -- A word key with its values, so that the reader's language is chosen when it is read.
  word text not null,
  blanks jsonb not null,
  link text,
  created_at timestamptz not null,
  read_at timestamptz,
  -- null: not yet tried; filled when the mail server took it or after the last attempt.
  mailed_at timestamptz,
  mail_attempts integer not null default 0,
  mail_error text
);
create index registry_notifications_person on registry_notifications (person_id, created_at desc);
alter table registry_notifications enable row level security;
create policy own on registry_notifications for all
  using (current_setting('ronghe.reach', true) = 'all'
    or person_id = nullif(current_setting('ronghe.person', true), '')::uuid);

create table registry_imports (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  kind text not null check (kind in ('organisations', 'units', 'equipment')),
  file_hash text not null,
  file_name text not null,
  rows_total integer not null,
  rows_new integer not null,
  rows_changed integer not null,
  person_id uuid references registry_people (id) on delete set null,
  created_at timestamptz not null
);
call kit_protect('registry_imports');
