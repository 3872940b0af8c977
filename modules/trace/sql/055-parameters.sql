-- Extensions of sensor elements, of places and inside error declarations can be asked for; what hides the part
-- hides them, and so does what hides extensions.
create or replace function trace_shared.facts_of(facts jsonb) returns jsonb
language sql stable as $$
  select jsonb_object_agg(key, value) from jsonb_each(facts)
  where case
    when key = 'sensors' then not trace_shared.hides('sensorElementList')
    when key like 'sensor%' then not (trace_shared.hides('sensorElementList') or trace_shared.hides('extensions'))
    when key in ('ilmd', 'ilmdInner') then not trace_shared.hides('ilmd')
    when key in ('set', 'unset') then not trace_shared.hides('persistentDisposition')
    when key in ('readPoint', 'readPointInner')
      then not (trace_shared.hides('readPoint') or trace_shared.hides('extensions'))
    when key in ('bizLocation', 'bizLocationInner')
      then not (trace_shared.hides('bizLocation') or trace_shared.hides('extensions'))
    when key = 'corrective' then true
    else not trace_shared.hides('extensions')
  end
$$;
