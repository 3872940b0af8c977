-- Master data: who owns which numbers, what they name in many languages, and the papers that belong to them.

-- A GS1 company prefix belongs to one organisation; none begins another.
create table trace_prefixes (
  prefix text collate "C" primary key check (prefix ~ '^[0-9]{6,12}$'),
  organisation_id uuid not null references kit_tenants (organisation_id),
  added_at timestamptz not null,
  added_by text
);
create index trace_prefixes_owner on trace_prefixes (organisation_id);
call kit_protect('trace_prefixes');

-- The owner of the prefix that begins the text, or that the text begins; whoever asks.
create function trace_prefix_owner(digits text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select organisation_id from trace_prefixes
  where prefix = any (array(select left(digits, length) from generate_series(6, 12) as length))
    or starts_with(prefix, digits)
  limit 1
$$;

create table trace_masters (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  kind text not null check (kind in ('product', 'place', 'party')),
  -- Canonical digital link: /01/ of a product, /414/ of a place (with /254/), /417/ of a party.
  key text collate "C" not null,
  -- Language → name, description, address.
  texts jsonb not null,
  fields jsonb not null default '{}',
  state text not null default 'active' check (state in ('draft', 'active', 'retired')),
  version integer not null default 1,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by text,
  unique (organisation_id, key)
);
create index trace_masters_key on trace_masters (key);
create index trace_masters_order on trace_masters (organisation_id, kind, changed_at desc);
call kit_protect('trace_masters');

-- Every version as it was, oldest first.
create table trace_master_versions (
  master_id uuid not null references trace_masters (id) on delete cascade,
  organisation_id uuid not null,
  version integer not null,
  texts jsonb not null,
  fields jsonb not null,
  state text not null,
  at timestamptz not null,
  person_name text,
  primary key (master_id, version)
);
call kit_protect('trace_master_versions');

-- Test reports, certificates, pictures: of a product, a lot, a serial number, a place or a party.
create table trace_documents (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  key text collate "C" not null,
  kind text not null,
  title text not null,
  title_en text,
  language text,
  number text,
  issuer text,
  issued_on date,
  valid_until date,
  audience text not null check (audience in ('public', 'partner', 'own')),
  file_hash text not null,
  file_name text not null,
  media_type text not null,
  size_bytes integer not null,
  is_sample boolean not null default false,
  added_at timestamptz not null,
  added_by text
);
create index trace_documents_key on trace_documents (key, added_at);
create index trace_documents_order on trace_documents (organisation_id, added_at desc);
call kit_protect('trace_documents');
