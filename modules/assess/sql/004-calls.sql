-- The window of a recognition's framework is its call; a second table would say the same.
alter table assess_cases drop column call_id;
drop table assess_calls;
