-- What a machine makes becomes events by rules that a firm writes; every version of a rule stays.
create table trace_rules (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  name text not null,
  equipment_id uuid not null,
  equipment_name text not null,
  says jsonb not null,
  version integer not null default 1,
  is_active boolean not null default false,
  is_sample boolean not null default false,
  -- From when on parts become events, and when earlier ones were last looked for that came late.
  since timestamptz not null,
  looked_back_at timestamptz,
  -- Up to when the machine's parts became events; moves in the transaction that captures them.
  through timestamptz not null,
  captured bigint not null default 0,
  -- Why the last round could do nothing, as the fault says it; null when it worked.
  failure jsonb,
  failed_at timestamptz,
  changed_at timestamptz not null,
  changed_by text,
  unique (organisation_id, name)
);
create index trace_rules_order on trace_rules (organisation_id, changed_at desc, id);
create index trace_rules_active on trace_rules (id) where is_active;
call kit_protect('trace_rules');

create table trace_rule_versions (
  rule_id uuid not null references trace_rules (id) on delete cascade,
  version integer not null,
  organisation_id uuid not null,
  name text not null,
  says jsonb not null,
  note text,
  changed_at timestamptz not null,
  changed_by text,
  primary key (rule_id, version)
);
call kit_protect('trace_rule_versions');

-- Items that a rule made and has not packed yet, in the sequence in which they were made.
create table trace_rule_items (
  rule_id uuid not null references trace_rules (id) on delete cascade,
  organisation_id uuid not null,
  place bigint generated always as identity,
  thing text collate "C" not null,
  primary key (rule_id, place)
);
call kit_protect('trace_rule_items');
