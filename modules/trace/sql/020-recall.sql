-- Recalls: from a finding to the set of things, told to whoever has them, and what became of each.

-- Items stand under the id of their lot too, where the lot was told when they were made.
insert into trace_keys (organisation_id, key, role, event_time, seq)
select distinct k.organisation_id, substring(k.key from '^https://id\.gs1\.org/01/\d{14}') || '/10/' || lot.number,
  14, k.event_time, k.seq
from trace_keys k
join trace_events e on e.seq = k.seq
cross join lateral jsonb_array_elements_text(e.facts -> 'ilmd' -> 'urn:epcglobal:cbv:mda:lotNumber') as lot (number)
where k.role in (1, 5) and k.key ~ '^https://id\.gs1\.org/01/\d{14}/21/' and lot.number ~ '^[A-Za-z0-9._-]+$';

create table trace_recalls (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  -- As the register called it when the recall was opened; strangers read it too.
  organisation_name text not null,
  organisation_name_en text,
  number text not null,
  title text not null,
  reason text not null,
  -- 1 may harm people, 2 may fail in use, 3 breaks a rule only.
  hazard smallint not null check (hazard between 1 and 3),
  instructions text not null,
  public_text text,
  is_drill boolean not null,
  is_sample boolean not null default false,
  state text not null check (state in ('draft', 'frozen', 'notified', 'closed', 'cancelled')),
  finding jsonb not null,
  -- The authority that demanded it, and by when.
  demanded_by uuid,
  demanded_by_name text,
  due_at timestamptz,
  opened_at timestamptz not null,
  opened_by text,
  frozen_at timestamptz,
  scope_hash bytea,
  notified_at timestamptz,
  closed_at timestamptz,
  conclusion text,
  result jsonb,
  version integer not null default 1,
  unique (organisation_id, number)
);
create index trace_recalls_order on trace_recalls (organisation_id, opened_at desc);
create index trace_recalls_public on trace_recalls (notified_at desc)
  where not is_drill and state in ('notified', 'closed');
call kit_protect('trace_recalls');

-- What is concerned; the organisation is the one that has it, or had it last.
create table trace_recall_items (
  recall_id uuid not null references trace_recalls (id) on delete cascade,
  organisation_id uuid not null,
  thing text collate "C" not null,
  how text not null check (how in ('affected', 'holding', 'held')),
  kind text not null,
  depth integer not null,
  since timestamptz,
  place text collate "C",
  place_at timestamptz,
  place_seq bigint,
  reached_from text,
  reached_by bigint,
  parties text[] not null,
  -- Does an event of the organisation that recalls name it?
  is_known boolean not null,
  state text not null default 'open'
    check (state in ('open', 'gone', 'quarantined', 'returned', 'destroyed', 'released', 'notFound')),
  state_at timestamptz,
  state_by text,
  state_seq bigint,
  note text,
  primary key (recall_id, thing)
);
create index trace_recall_items_holder on trace_recall_items (organisation_id, recall_id);
create index trace_recall_items_thing on trace_recall_items (thing);
call kit_protect('trace_recall_items');

-- Whom it concerns: organisations of the platform, and parties outside of it, whom the recalling one asks.
create table trace_recall_parties (
  id uuid primary key,
  recall_id uuid not null references trace_recalls (id) on delete cascade,
  organisation_id uuid not null,
  party text collate "C",
  name text not null,
  is_outside boolean not null,
  items integer not null,
  notified_at timestamptz,
  answer text check (answer in ('quarantined', 'nothingHere', 'passedOn', 'cannot')),
  answered_at timestamptz,
  answered_by text,
  note text
);
create unique index trace_recall_parties_one on trace_recall_parties (recall_id, organisation_id, coalesce(party, ''));
create index trace_recall_parties_holder on trace_recall_parties (organisation_id) where not is_outside;
call kit_protect('trace_recall_parties');

-- What was done, by whom, when; the order within a millisecond is that of the rows.
create table trace_recall_trail (
  seq bigint generated always as identity primary key,
  recall_id uuid not null references trace_recalls (id) on delete cascade,
  organisation_id uuid not null,
  organisation_name text not null,
  act text not null,
  at timestamptz not null,
  person_name text,
  things integer,
  note text
);
create index trace_recall_trail_order on trace_recall_trail (recall_id, seq);
call kit_protect('trace_recall_trail');
