-- What of the room's records proves a goal, as data: certificates of schemes, or firms assessed by a framework.
alter table governance_goals add column proof jsonb;
