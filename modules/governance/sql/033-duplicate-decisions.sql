-- What an official decided of the same thing in two applications, with the reason; the last one stands.

create table governance_duplicate_decisions (
  id uuid primary key,
  seq bigint generated always as identity,
  application_id uuid not null references governance_applications (id),
  other_id uuid not null references governance_applications (id),
  kind text not null check (kind in ('equipment', 'invoice', 'project', 'contract')),
  key text not null,
  decision text not null check (decision in ('same', 'different', 'allowed')),
  reason text not null,
  by_name text not null,
  at timestamptz not null,
  check (application_id <> other_id)
);
create index governance_duplicate_decisions_pair
  on governance_duplicate_decisions (application_id, other_id, kind, key, seq);
-- Neither firm learns from it that there is the other.
alter table governance_duplicate_decisions enable row level security;
create policy officials on governance_duplicate_decisions for all
  using (current_setting('ronghe.reach', true) = 'all');
