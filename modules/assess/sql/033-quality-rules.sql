-- The thresholds by which the rules find what an assessor should look at: data with a source, each change a
-- version that stays, so that a finding names the version by which it was found.

create table assess_quality_rules (
  kind text not null check (kind in ('outlier', 'copied', 'jump')),
  version integer not null check (version >= 1),
  -- So many firms or answers are needed before anything is said; null where a rule compares a firm with itself.
  least integer check (least between 2 and 1000),
  threshold numeric not null check (threshold > 0 and threshold <= 100),
  source_zh text not null check (length(source_zh) between 2 and 500),
  source_en text not null check (length(source_en) between 2 and 500),
  -- Not read in an original: shown as an example (示例阈值).
  is_example boolean not null,
  reason text,
  by_name text not null,
  at timestamptz not null,
  primary key (kind, version)
);
create function assess_quality_rule_stands() returns trigger
language plpgsql as $$
begin
  raise exception 'a version of a rule is never changed' using errcode = '42501';
end
$$;
create trigger assess_quality_rule_stands before update or delete on assess_quality_rules
  for each row execute function assess_quality_rule_stands();

alter table assess_findings add column rule_version integer;
-- Whose answers are the same; told only to whoever may see that run too.
alter table assess_findings add column other_run_id uuid references assess_runs (id);
-- The quartiles and fences of an outlier.
alter table assess_findings add column measured jsonb;

create table assess_finding_decisions (
  id uuid primary key,
  seq bigint generated always as identity,
  finding_id uuid not null references assess_findings (id),
  organisation_id uuid not null,
  status text not null check (status in ('open', 'confirmed', 'dismissed')),
  note text not null,
  by_name text not null,
  at timestamptz not null
);
create index assess_finding_decisions_finding on assess_finding_decisions (finding_id, seq);
call kit_protect('assess_finding_decisions');
insert into assess_finding_decisions (id, finding_id, organisation_id, status, note, by_name, at)
  select gen_random_uuid(), id, organisation_id, status, coalesce(note, '–'), coalesce(by_name, '–'),
    coalesce(decided_at, at)
  from assess_findings where status <> 'open' order by decided_at;
