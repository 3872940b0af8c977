-- Numbers given out. A counter stands where the next block begins; the numbers themselves follow from it.
create table trace_counters (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  kind text not null check (kind in ('gtin', 'sscc', 'lot', 'serial')),
  -- The company prefix of GTIN and SSCC, the GTIN of lots and serials.
  subject text collate "C" not null,
  -- In front of the counted part; the indicator or extension digit of GTIN and SSCC.
  prefix text collate "C" not null,
  width integer not null,
  scheme text not null check (scheme in ('sequence', 'random')),
  next bigint not null,
  -- The key of the permutation of random serials; never shown.
  secret bytea not null,
  unique (organisation_id, kind, subject, prefix, width, scheme)
);
create index trace_counters_subject on trace_counters (subject, kind);
call kit_protect('trace_counters');

create table trace_allocations (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  counter_id uuid not null references trace_counters (id),
  first bigint not null,
  count integer not null check (count > 0),
  note text,
  created_at timestamptz not null,
  person_name text
);
create index trace_allocations_order on trace_allocations (organisation_id, created_at desc);
create unique index trace_allocations_block on trace_allocations (counter_id, first);
call kit_protect('trace_allocations');
