-- What a signal means, and what the derivation of states and figures still has to do.

-- MTConnect type of the signal (EXECUTION, PART_COUNT …): rules ask for meanings, whatever a machine calls its signals.
alter table factory_tags add column meaning text check (meaning ~ '^[A-Z][A-Z0-9_]{0,59}$');

-- When a signal that only a numerical control has first came with a good value: what proves the control.
alter table factory_equipment add column controller_proved_at timestamptz;

-- Signals changed from here on and the states do not follow yet; null: they do.
alter table factory_derivations add column pending_from timestamptz;
-- Figures of the days from here on are not computed anew yet; null: they are.
alter table factory_derivations add column days_from timestamptz;
create index factory_derivations_pending on factory_derivations (equipment_id) where pending_from is not null;
create index factory_derivations_days on factory_derivations (equipment_id) where days_from is not null;

-- Newest source time of an edge that is durable: how far a catching-up edge has come.
alter table factory_edges add column newest_at timestamptz;

create index factory_states_end on factory_states (equipment_id, ends_at);
create index factory_oee_days_day on factory_oee_days (day);
create index factory_exceptions_unit on factory_exceptions (unit_id, starts_at);
create index factory_product_runs_equipment on factory_product_runs (equipment_id, starts_at);
create index factory_equipment_edge on factory_equipment (edge_id) where edge_id is not null;
insert into factory_journal (commit_number) values (0);
