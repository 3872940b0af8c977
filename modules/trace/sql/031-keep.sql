-- Events come in by the thousand: one call a batch, its columns as texts, and no check a row that the call has
-- made for all of them.

-- Keys are written in the same statement as their event, and neither is deleted by the program.
alter table trace_keys drop constraint trace_keys_seq_fkey;
-- Whether the organisation is known is asked once a batch.
alter table trace_events drop constraint trace_events_organisation_id_fkey;

-- What an error declaration names as its correction is looked for from the other side.
create index trace_events_corrective on trace_events using gin ((facts -> 'corrective'))
  where declared_at is not null;

-- Keeps a batch of events with their keys and tells seq and place (from 1) of those that were not there yet.
-- Each text is one column: its values behind one another, parted by U+001F, null as U+001E. It acts with the
-- owner's rights so that rows are not judged one by one; whether the caller may write for the organisation is
-- judged here, first.
create function trace_keep(
  organisation uuid, job uuid, in_link bigint, at timestamptz,
  event_ids text, hashes text, types text, event_times text, actions text, biz_steps text, dispositions text,
  read_points text, biz_locations text, transformation_ids text, declared text, error_reasons text,
  fact_texts text, contexts text, ignores text, bodies text,
  key_texts text, key_roles text, key_places text, key_details text, key_quantities text
) returns table (kept_seq bigint, kept_place integer)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(kit_may_change(organisation), false)
    or not exists (select from kit_tenants where organisation_id = organisation) then
    raise exception 'events of another organisation' using errcode = '42501';
  end if;
  return query
  with given as materialized (
    select nextval('trace_events_seq') as seq, one.*, one.time_text::timestamptz as event_time
    from unnest(
      string_to_array(event_ids, E'\x1f', E'\x1e'), string_to_array(hashes, E'\x1f', E'\x1e'),
      string_to_array(types, E'\x1f', E'\x1e'), string_to_array(event_times, E'\x1f', E'\x1e'),
      string_to_array(actions, E'\x1f', E'\x1e'), string_to_array(biz_steps, E'\x1f', E'\x1e'),
      string_to_array(dispositions, E'\x1f', E'\x1e'), string_to_array(read_points, E'\x1f', E'\x1e'),
      string_to_array(biz_locations, E'\x1f', E'\x1e'), string_to_array(transformation_ids, E'\x1f', E'\x1e'),
      string_to_array(declared, E'\x1f', E'\x1e'), string_to_array(error_reasons, E'\x1f', E'\x1e'),
      string_to_array(fact_texts, E'\x1f', E'\x1e'), string_to_array(contexts, E'\x1f', E'\x1e'),
      string_to_array(ignores, E'\x1f', E'\x1e'), string_to_array(bodies, E'\x1f', E'\x1e')
    ) with ordinality as one (event_id, hash, type, time_text, action, biz_step, disposition, read_point,
      biz_location, transformation_id, declared_text, error_reason, facts, context, hash_ignores, body, place)
  ), kept as (
    insert into trace_events (seq, organisation_id, event_id, hash, type, event_time, record_time, action,
      biz_step, disposition, read_point, biz_location, transformation_id, declared_at, error_reason, facts,
      context, hash_ignores, body, job_id, link)
    select g.seq, organisation, g.event_id, decode(g.hash, 'hex'), g.type, g.event_time, at, g.action,
      g.biz_step, g.disposition, g.read_point, g.biz_location, g.transformation_id,
      g.declared_text::timestamptz, g.error_reason, g.facts::jsonb, g.context, g.hash_ignores, g.body, job,
      in_link
    from given g order by g.place
    on conflict (organisation_id, event_id, (declared_at is not null)) do nothing
    returning trace_events.seq
  ), new as materialized (
    select g.seq, g.place, g.event_time from given g join kept k on k.seq = g.seq
  ), keyed as (
    insert into trace_keys (organisation_id, key, role, event_time, seq, detail, quantity)
    select organisation, one.key, one.role::smallint, n.event_time, n.seq, one.detail, one.quantity::numeric
    from unnest(
      string_to_array(key_texts, E'\x1f', E'\x1e'), string_to_array(key_roles, E'\x1f', E'\x1e'),
      string_to_array(key_places, E'\x1f', E'\x1e'), string_to_array(key_details, E'\x1f', E'\x1e'),
      string_to_array(key_quantities, E'\x1f', E'\x1e')
    ) as one (key, role, place, detail, quantity) join new n on n.place = one.place::bigint
  )
  select n.seq, n.place::integer from new n order by n.place;
end
$$;
