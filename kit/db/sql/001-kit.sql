-- Tables that serve every room: tenants for row-level security, the outbox, the audit chain.

create table kit_tenants (
  organisation_id uuid primary key,
  region_code text not null
);

-- What a session may read: its own organisation, the organisations of its region, or all.
create function kit_may_see(organisation uuid) returns boolean
language sql stable parallel safe as $$
  select case current_setting('ronghe.reach', true)
    when 'all' then true
    when 'region' then organisation = nullif(current_setting('ronghe.organisation', true), '')::uuid
      or exists (
        select 1 from kit_tenants tenant
        where tenant.organisation_id = organisation
          and starts_with(tenant.region_code, nullif(current_setting('ronghe.region', true), ''))
      )
    when 'own' then organisation = nullif(current_setting('ronghe.organisation', true), '')::uuid
    else false
  end
$$;

-- What a session may write: its own organisation only, unless the program itself acts.
create function kit_may_change(organisation uuid) returns boolean
language sql stable parallel safe as $$
  select case current_setting('ronghe.reach', true)
    when 'all' then true
    else organisation = nullif(current_setting('ronghe.organisation', true), '')::uuid
  end
$$;

-- Puts a tenant table (with a column organisation_id) under row-level security.
create procedure kit_protect(target regclass)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy see on %s for select using (coalesce(kit_may_see(organisation_id), false))', target);
  execute format(
    'create policy change on %s for all using (coalesce(kit_may_change(organisation_id), false)) with check (coalesce(kit_may_change(organisation_id), false))',
    target
  );
end
$$;

create table kit_events (
  id bigint generated always as identity primary key,
  -- Events are read up to the oldest running transaction, so none is overtaken by a later commit.
  transaction_id xid8 not null default pg_current_xact_id(),
  name text not null,
  payload jsonb not null,
  request_id text not null,
  at timestamptz not null
);
create index kit_events_order on kit_events (transaction_id, id);

create table kit_cursors (
  subscriber text primary key,
  transaction_id xid8 not null default '0',
  event_id bigint not null default 0,
  attempts integer not null default 0,
  retry_at timestamptz,
  error text
);

-- Events that a subscriber could not handle after all attempts; kept until somebody looks.
create table kit_events_put_aside (
  subscriber text not null,
  event_id bigint not null references kit_events (id),
  error text not null,
  at timestamptz not null,
  primary key (subscriber, event_id)
);

create table kit_audit (
  seq bigint primary key,
  at timestamptz not null,
  person_id uuid,
  person_name text not null,
  organisation_id uuid,
  action text not null,
  subject text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  reason text,
  request_id text not null,
  previous_hash bytea not null,
  hash bytea not null
);
create index kit_audit_organisation on kit_audit (organisation_id, seq);
create index kit_audit_subject on kit_audit (subject, subject_id, seq);
call kit_protect('kit_audit');

create function kit_audit_hash(entry kit_audit) returns bytea
language sql immutable as $$
  select sha256(entry.previous_hash || convert_to(
    jsonb_build_array(
      entry.seq, extract(epoch from entry.at)::text, entry.person_id, entry.person_name, entry.organisation_id,
      entry.action, entry.subject, entry.subject_id, entry.before, entry.after, entry.reason, entry.request_id
    )::text, 'UTF8'))
$$;

-- The only way to write the audit: numbers entries without gaps and chains each to the one before.
create function kit_audit_append(
  at timestamptz, person_id uuid, person_name text, organisation_id uuid, action text, subject text,
  subject_id text, before jsonb, after jsonb, reason text, request_id text
) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entry kit_audit;
begin
  perform pg_advisory_xact_lock(7240001);
  select coalesce(max(seq), 0) + 1 into entry.seq from kit_audit;
  select hash into entry.previous_hash from kit_audit where seq = entry.seq - 1;
  entry.previous_hash := coalesce(entry.previous_hash, sha256('ronghe'::bytea));
  entry.at := at;
  entry.person_id := person_id;
  entry.person_name := person_name;
  entry.organisation_id := organisation_id;
  entry.action := action;
  entry.subject := subject;
  entry.subject_id := subject_id;
  entry.before := before;
  entry.after := after;
  entry.reason := reason;
  entry.request_id := request_id;
  entry.hash := kit_audit_hash(entry);
  insert into kit_audit select entry.*;
  return entry.seq;
end
$$;

-- The first entry whose link is broken (changed, missing or added), or no row when the chain holds.
create function kit_audit_first_broken() returns table (seq bigint, fault text)
language sql stable as $$
  with chain as (
    select entry.seq, entry.previous_hash, entry.hash, kit_audit_hash(entry) as expected,
      lag(entry.hash, 1, sha256('ronghe'::bytea)) over (order by entry.seq) as hash_before,
      row_number() over (order by entry.seq) as place
    from kit_audit entry
  )
  select chain.seq, case
    when chain.place <> chain.seq then 'missing'
    when chain.previous_hash <> chain.hash_before then 'link'
    else 'changed' end
  from chain
  where chain.place <> chain.seq or chain.previous_hash <> chain.hash_before or chain.hash <> chain.expected
  order by chain.seq limit 1
$$;
