-- How much of a run is answered: an agency that was given a firm's run sees the run and none of its answers
-- by itself, and is told the counts with it.
create function assess_answer_counts(run uuid, out answered integer, out evidenced integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int, (count(*) filter (where basis = 'evidenced'))::int
  from assess_answers where run_id = run and value is not null
$$;
