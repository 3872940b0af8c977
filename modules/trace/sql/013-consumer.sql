-- What becomes of codes in the hands of people: how often they are read, and what is wrong with the goods.
create table trace_scans (
  organisation_id uuid not null references kit_tenants (organisation_id),
  key text collate "C" not null,
  at timestamptz not null,
  day date not null,
  -- Tells one phone from another within a day; the secret behind it is kept nowhere.
  visitor text not null,
  -- Where somebody allowed it: degrees to one decimal, about ten kilometres.
  latitude numeric(4, 1),
  longitude numeric(5, 1),
  primary key (key, day, visitor)
);
create index trace_scans_order on trace_scans (organisation_id, at desc);
call kit_protect('trace_scans');

create table trace_reports (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  key text collate "C" not null,
  kind text not null check (kind in ('fake', 'quality', 'safety', 'other')),
  text text not null,
  contact text,
  visitor text not null,
  at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  answer text,
  answered_at timestamptz,
  answered_by text
);
create index trace_reports_order on trace_reports (organisation_id, at desc);
call kit_protect('trace_reports');
