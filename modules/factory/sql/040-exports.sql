-- History given out as files: what was asked, how far it is, and until when its file is there.

create table factory_exports (
  id uuid primary key,
  seq bigint generated always as identity,
  organisation_id uuid not null references registry_organisations (id),
  person_id uuid not null,
  person_name text not null,
  -- Points as they were measured, or aggregates of intervals.
  kind text not null check (kind in ('points', 'aggregates')),
  format text not null check (format in ('parquet', 'csv')),
  -- Signals, span, intervals and aggregates.
  question jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled', 'expired')),
  -- From 0 to 1.
  progress double precision not null default 0,
  rows bigint not null default 0,
  bytes bigint not null default 0,
  -- Why it failed, as a key (`factory.value.exportFailure.<code>`).
  failure text,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz
);
create index factory_exports_organisation on factory_exports (organisation_id, seq desc);
create index factory_exports_open on factory_exports (seq) where state in ('waiting', 'running');
call kit_protect('factory_exports');
