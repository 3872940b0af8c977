-- What of an event others may see: rules of its owner by audience, and who is a partner.
create table trace_access (
  organisation_id uuid not null references kit_tenants (organisation_id),
  audience text not null check (audience in ('public', 'partner', 'authority')),
  hidden text[] not null,
  changed_at timestamptz not null,
  changed_by text,
  primary key (organisation_id, audience)
);
call kit_protect('trace_access');

create table trace_partners (
  -- Whose events are asked for, and who asks.
  organisation_id uuid not null references kit_tenants (organisation_id),
  partner_id uuid not null references kit_tenants (organisation_id),
  organisation_name text not null,
  partner_name text not null,
  state text not null default 'asked' check (state in ('asked', 'granted', 'refused', 'ended')),
  reason text,
  asked_at timestamptz not null,
  asked_by text,
  decided_at timestamptz,
  decided_by text,
  primary key (organisation_id, partner_id),
  check (organisation_id <> partner_id)
);
call kit_protect('trace_partners');
-- Who asks sees the own question, and can do no more than ask.
create policy see_asked on trace_partners for select using (coalesce(kit_may_see(partner_id), false));
create policy ask on trace_partners for insert
  with check (coalesce(kit_may_change(partner_id), false) and state = 'asked');

-- The repository as others may see it: the same names, found first by whoever is not the owner. Every query of
-- the binding runs on these, so that no parameter meets what is hidden.
create schema trace_shared;

create function trace_shared.hides(attribute text) returns boolean
language sql stable parallel safe as $$
  select attribute = any (string_to_array(current_setting('ronghe.trace_hidden', true), ','))
$$;

-- What the standard names and the owner does not hide; extensions, where they may be seen, have a prefix.
create function trace_shared.body_of(body text) returns text
language sql stable as $$
  select jsonb_object_agg(key, case
      when key in ('readPoint', 'bizLocation') and trace_shared.hides('extensions')
        then jsonb_build_object('id', value -> 'id')
      when key = 'errorDeclaration' and trace_shared.hides('extensions')
        then jsonb_strip_nulls(jsonb_build_object('declarationTime', value -> 'declarationTime',
          'reason', value -> 'reason', 'correctiveEventIDs', value -> 'correctiveEventIDs'))
      else value end)::text
  from jsonb_each(body::jsonb)
  where case
    when key in ('type', 'eventTime', 'eventTimeZoneOffset', 'action', 'epcList', 'childEPCs', 'outputEPCList',
      'errorDeclaration') then true
    when key in ('bizStep', 'disposition', 'readPoint', 'bizLocation', 'parentID', 'bizTransactionList',
      'sourceList', 'destinationList', 'sensorElementList', 'ilmd', 'persistentDisposition',
      'transformationID', 'certificationInfo') then not trace_shared.hides(key)
    when key in ('quantityList', 'childQuantityList', 'outputQuantityList')
      then not trace_shared.hides('quantities')
    when key = 'inputEPCList' then not trace_shared.hides('inputs')
    when key = 'inputQuantityList' then not (trace_shared.hides('inputs') or trace_shared.hides('quantities'))
    when key like '%:%' then not trace_shared.hides('extensions')
    else false
  end
$$;

create function trace_shared.facts_of(facts jsonb) returns jsonb
language sql stable as $$
  select jsonb_object_agg(key, value) from jsonb_each(facts)
  where case key
    when 'sensors' then not trace_shared.hides('sensorElementList')
    when 'ilmd' then not trace_shared.hides('ilmd')
    when 'ilmdInner' then not trace_shared.hides('ilmd')
    when 'set' then not trace_shared.hides('persistentDisposition')
    when 'unset' then not trace_shared.hides('persistentDisposition')
    when 'corrective' then true
    else not trace_shared.hides('extensions')
  end
$$;

create view trace_shared.trace_events with (security_invoker = true) as
select seq, organisation_id,
  -- An id that is the hash of all would tell, to who guesses, whether a guess of the rest is right.
  case when event_id like 'ni:%' then 'urn:ronghe:shared:' || seq else event_id end collate "C" as event_id,
  sha256(convert_to(seq::text, 'UTF8')) as hash, type, event_time, record_time, action,
  case when not trace_shared.hides('bizStep') then biz_step end as biz_step,
  case when not trace_shared.hides('disposition') then disposition end as disposition,
  case when not trace_shared.hides('readPoint') then read_point end as read_point,
  case when not trace_shared.hides('bizLocation') then biz_location end as biz_location,
  case when not trace_shared.hides('transformationID') then transformation_id end as transformation_id,
  declared_at, error_reason, trace_shared.facts_of(facts) as facts,
  case when not trace_shared.hides('extensions') then context end as context,
  trace_shared.body_of(body) as body, job_id, transaction_id
from public.trace_events
where current_setting('ronghe.trace_hidden', true) is not null;

create view trace_shared.trace_keys with (security_invoker = true) as
select organisation_id, key, role, event_time, seq, detail,
  case when not trace_shared.hides('quantities') then quantity end as quantity
from public.trace_keys
where current_setting('ronghe.trace_hidden', true) is not null
  and case role
    when 3 then not trace_shared.hides('parentID')
    when 4 then not trace_shared.hides('inputs')
    when 6 then not trace_shared.hides('quantities')
    when 7 then not trace_shared.hides('quantities')
    when 8 then not (trace_shared.hides('inputs') or trace_shared.hides('quantities'))
    when 9 then not trace_shared.hides('quantities')
    when 10 then not trace_shared.hides('bizTransactionList')
    when 11 then not trace_shared.hides('sourceList')
    when 12 then not trace_shared.hides('destinationList')
    when 13 then not trace_shared.hides('transformationID')
    else true
  end;

-- Master data that came with documents tell places and what lies within them.
create view trace_shared.trace_vocabulary with (security_invoker = true) as
select * from public.trace_vocabulary
where current_setting('ronghe.trace_hidden', true) is not null and not trace_shared.hides('readPoint')
  and not trace_shared.hides('bizLocation') and not trace_shared.hides('extensions');

do $$
begin
  if exists (select from pg_roles where rolname = 'ronghe_app') then
    grant usage on schema trace_shared to ronghe_app;
    grant select on all tables in schema trace_shared to ronghe_app;
    grant execute on all functions in schema trace_shared to ronghe_app;
  end if;
end
$$;
