-- Named queries and their subscriptions (EPCIS 2.0 section 8.2).

create table trace_queries (
  organisation_id uuid not null references kit_tenants (organisation_id),
  name text not null,
  query jsonb not null,
  created_at timestamptz not null,
  primary key (organisation_id, name)
);
call kit_protect('trace_queries');

create table trace_subscriptions (
  id uuid primary key,
  organisation_id uuid not null,
  query_name text not null,
  dest text not null,
  -- Signs what is sent; never shown again.
  signature_token text,
  schedule jsonb,
  stream boolean not null,
  report_if_empty boolean not null,
  -- Events up to here were sent.
  seen_transaction xid8 not null,
  seen_seq bigint not null,
  created_at timestamptz not null,
  next_at timestamptz,
  last_executed_at timestamptz,
  last_notified_at timestamptz,
  min_record_time timestamptz not null,
  attempts integer not null default 0,
  error text,
  foreign key (organisation_id, query_name) references trace_queries (organisation_id, name) on delete cascade
);
create index trace_subscriptions_due on trace_subscriptions (next_at);
create index trace_subscriptions_query on trace_subscriptions (organisation_id, query_name, created_at, id);
call kit_protect('trace_subscriptions');

-- Page tokens that somebody gave back before they ended.
create table trace_tokens_ended (
  token text primary key,
  ended_at timestamptz not null
);
