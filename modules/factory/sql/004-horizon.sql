-- How far days are computed, and a count of what was asked since, so that no question is lost while one is answered.
alter table factory_derivations add column days_to timestamptz;
alter table factory_derivations add column asked bigint not null default 0;

-- Up to when the signals are known; states may still follow while a long history is derived anew.
alter table factory_derivations add column known_to timestamptz;

-- The end of the newest state moves on all the time; the primary key finds the states of a span as well.
drop index factory_states_end;
-- Horizons are kept per machine.
alter table factory_edges drop column newest_at;
