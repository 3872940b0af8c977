-- What cannot be changed unseen: every stored event is a leaf of a link, links are chained per organisation,
-- and what was linked in a day is published under one root (chain/README.md).

create sequence trace_links_id;

-- Which link an event belongs to; within a link events stand in the order of seq.
alter table trace_events add column link bigint;
-- Names of extensions that the document took out of the hash (CBV 2.0 section 8.9.2), where it did.
alter table trace_events add column hash_ignores text;

create table trace_links (
  id bigint primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  -- Counts the organisation's links without gaps.
  number bigint not null,
  sealed_at timestamptz not null,
  events integer not null,
  -- Events of the link lie between these; others may lie there too.
  first_seq bigint not null,
  last_seq bigint not null,
  -- 32 bytes an event, so that a change is told to the event.
  leaves bytea not null,
  root bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  -- The day under whose root it was published; null until that day is closed.
  day date,
  unique (organisation_id, number)
);
alter table trace_links alter column leaves set storage external;
create index trace_links_open on trace_links (sealed_at) where day is null;
create index trace_links_day on trace_links (day, id);
call kit_protect('trace_links');

-- Everybody may read these: hashes and counts, nothing of anybody.
create table trace_days (
  day date primary key,
  number bigint not null unique,
  links integer not null,
  events bigint not null,
  root bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  published_at timestamptz not null
);

-- A leaf (RFC 9162 section 2.1.1) over what stands in a row; chain/leaf.ts says the same.
create function trace_leaf(event trace_events) returns bytea
language sql immutable as $$
  select sha256('\x00'::bytea || convert_to(concat_ws(E'\n', event.event_id, encode(event.hash, 'hex'),
    to_char(event.record_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    encode(sha256(convert_to(event.body, 'UTF8')), 'hex'),
    encode(sha256(convert_to(coalesce(event.context, ''), 'UTF8')), 'hex'),
    encode(sha256(convert_to(coalesce(event.hash_ignores, ''), 'UTF8')), 'hex')), 'UTF8'))
$$;

-- The root of leaves (RFC 9162 section 2.1.1): pairs, and whoever has no partner goes up as it is.
create function trace_root(leaves bytea[]) returns bytea
language plpgsql immutable as $$
declare
  level bytea[] := leaves;
  above bytea[];
begin
  while cardinality(level) > 1 loop
    select array_agg(case when 2 * i > cardinality(level) then level[2 * i - 1]
      else sha256('\x01'::bytea || level[2 * i - 1] || level[2 * i]) end order by i)
    into above from generate_series(1, (cardinality(level) + 1) / 2) as i;
    level := above;
  end loop;
  return level[1];
end
$$;

-- Chains a link to the organisation's last one and gives it its number. Waits for whoever is doing the same.
create function trace_seal(
  link bigint, organisation uuid, at timestamptz, first bigint, last bigint, leaves bytea, root bytea
) returns bigint
language plpgsql as $$
declare
  count integer := length(leaves) / 32;
  before_number bigint;
  before_hash bytea;
begin
  perform pg_advisory_xact_lock(7240010, hashtext(organisation::text));
  select number, hash into before_number, before_hash from trace_links
  where organisation_id = organisation order by number desc limit 1;
  before_number := coalesce(before_number, 0);
  before_hash := coalesce(before_hash, decode(repeat('00', 32), 'hex'));
  insert into trace_links (id, organisation_id, number, sealed_at, events, first_seq, last_seq, leaves, root,
    previous_hash, hash)
  values (link, organisation, before_number + 1, at, count, first, last, leaves, root, before_hash,
    sha256(convert_to(concat_ws(E'\n', 'ronghe-link-1', organisation, before_number + 1,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), count, encode(root, 'hex'),
      encode(before_hash, 'hex')), 'UTF8')));
  return before_number + 1;
end
$$;

-- What was captured before there was a chain is linked as it stands now, a link a document.
do $$
declare
  one record;
  link bigint;
begin
  for one in select organisation_id, job_id, min(seq) as first, max(seq) as last,
      string_agg(trace_leaf(event), ''::bytea order by seq) as leaves,
      array_agg(trace_leaf(event) order by seq) as list
    from trace_events event group by organisation_id, job_id order by min(seq)
  loop
    link := nextval('trace_links_id');
    update trace_events set link = one_link.id from (select link as id) as one_link
      where organisation_id = one.organisation_id and job_id = one.job_id;
    perform trace_seal(link, one.organisation_id, date_trunc('milliseconds', now()), one.first, one.last,
      one.leaves, trace_root(one.list));
  end loop;
end
$$;

-- The running program adds events and links and changes neither.
create function trace_unchanging() returns trigger
language plpgsql as $$
begin
  if current_user = 'ronghe_app' then
    raise exception 'events and links are only added' using errcode = '42501';
  end if;
  return coalesce(new, old);
end
$$;
create trigger trace_events_unchanging before update or delete on trace_events
for each row execute function trace_unchanging();
create trigger trace_links_unchanging before delete on trace_links
for each row execute function trace_unchanging();
create trigger trace_links_hash_unchanging before update of id, organisation_id, number, sealed_at, events,
  first_seq, last_seq, leaves, root, previous_hash, hash on trace_links
for each row execute function trace_unchanging();
create trigger trace_days_unchanging before update or delete on trace_days
for each row execute function trace_unchanging();
