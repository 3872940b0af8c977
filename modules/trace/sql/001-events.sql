-- The event repository: events as they were captured, and rows by which they are found.

create sequence trace_events_seq;

create table trace_events (
  seq bigint primary key default nextval('trace_events_seq'),
  organisation_id uuid not null references kit_tenants (organisation_id),
  event_id text collate "C" not null,
  -- SHA-256 of what the event says (CBV 2.0 section 8.9).
  hash bytea not null,
  type text collate "C" not null,
  event_time timestamptz not null,
  record_time timestamptz not null,
  action text,
  biz_step text collate "C",
  disposition text collate "C",
  read_point text collate "C",
  biz_location text collate "C",
  transformation_id text collate "C",
  -- An error declaration repeats its event under the same id (EPCIS 2.0 section 7.4.1.2).
  declared_at timestamptz,
  error_reason text collate "C",
  -- What else can be asked for: extensions, ilmd, sensors, dispositions that persist.
  facts jsonb,
  -- Prefixes that the body uses, when they are not the standard ones.
  context text,
  body text not null,
  job_id uuid not null,
  -- What is sent on is read up to the oldest running transaction, so that none is overtaken by a later commit.
  transaction_id xid8 not null default pg_current_xact_id()
);
create unique index trace_events_id on trace_events (organisation_id, event_id, (declared_at is not null));
create index trace_events_time on trace_events (organisation_id, event_time, seq);
create index trace_events_record on trace_events (organisation_id, transaction_id, seq);
create index trace_events_step on trace_events (organisation_id, biz_step, event_time) where biz_step is not null;
create index trace_events_disposition on trace_events (organisation_id, disposition) where disposition is not null;
create index trace_events_place on trace_events (organisation_id, read_point) where read_point is not null;
create index trace_events_location on trace_events (organisation_id, biz_location) where biz_location is not null;
call kit_protect('trace_events');

-- One row a thing an event names, with the part it plays (store/roles.ts).
create table trace_keys (
  organisation_id uuid not null,
  key text collate "C" not null,
  role smallint not null,
  event_time timestamptz not null,
  seq bigint not null references trace_events (seq) on delete cascade,
  -- Type of a transaction, source or destination.
  detail text collate "C",
  quantity numeric
);
create index trace_keys_thing on trace_keys (organisation_id, key, event_time, seq) include (role);
create index trace_keys_event on trace_keys (seq);
call kit_protect('trace_keys');

-- Master data of things and places: attributes, and what lies within what.
create table trace_vocabulary (
  organisation_id uuid not null references kit_tenants (organisation_id),
  type text collate "C" not null,
  id text collate "C" not null,
  attributes jsonb not null,
  children text[] not null,
  changed_at timestamptz not null,
  primary key (organisation_id, type, id)
);
call kit_protect('trace_vocabulary');

create table trace_jobs (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  behaviour text not null check (behaviour in ('rollback', 'proceed')),
  source text not null,
  format text not null check (format in ('json', 'xml')),
  created_at timestamptz not null,
  finished_at timestamptz,
  running boolean not null default true,
  success boolean not null default true,
  events integer not null default 0,
  stored integer not null default 0,
  errors jsonb not null default '[]',
  person_name text
);
create index trace_jobs_order on trace_jobs (organisation_id, created_at desc, id);
create index trace_jobs_running on trace_jobs (created_at) where running;
call kit_protect('trace_jobs');

-- Places with all that lies within them, by the children that master data tell.
create function trace_within(places text[]) returns setof text
language sql stable as $$
  with recursive within as (
    select unnest(places) as id
    union
    select unnest(place.children) from trace_vocabulary place join within on place.id = within.id
  )
  select id from within
$$;

-- A time of text, or null when it is none.
create function trace_instant(value text) returns timestamptz
language plpgsql immutable as $$
begin
  return value::timestamptz;
exception when others then
  return null;
end
$$;
