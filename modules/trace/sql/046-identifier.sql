-- Identifiers of the national industrial internet: prefix/suffix, each bridged to an item by its digital link.
create table trace_identifier_prefixes (
  prefix text collate "C" primary key check (prefix ~ '^[0-9]{2}(\.[0-9A-Za-z]{1,20}){1,4}$'),
  organisation_id uuid not null references kit_tenants (organisation_id),
  added_at timestamptz not null,
  added_by text
);
create index trace_identifier_prefixes_owner on trace_identifier_prefixes (organisation_id);
call kit_protect('trace_identifier_prefixes');

create table trace_identifiers (
  -- prefix/suffix
  identifier text collate "C" primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  template text not null,
  -- Canonical digital link of the item it stands for; one identifier an item.
  key text collate "C",
  attributes jsonb not null default '{}',
  state text not null default 'active' check (state in ('active', 'suspended')),
  is_sample boolean not null default false,
  changed_at timestamptz not null,
  changed_by text,
  unique (organisation_id, key)
);
create index trace_identifiers_key on trace_identifiers (key);
create index trace_identifiers_order on trace_identifiers (organisation_id, changed_at desc, identifier);
call kit_protect('trace_identifiers');
