-- What each mode of support (补助、贴息、担保、服务券、股权) asks and sets, as data of its shape.

-- Terms of the programme; null for a grant, whose share and cap say all.
alter table governance_programmes add column terms jsonb;
-- What the application says of its loan, guarantee, service or round.
alter table governance_applications add column request jsonb;
-- What the firm shows when it redeems a voucher, and how much of a tranche was paid.
alter table governance_tranches add column number text unique;
alter table governance_tranches add column invoice_number text;
alter table governance_tranches add column invoice_fen bigint check (invoice_fen > 0);

alter table governance_application_subjects drop constraint governance_application_subjects_kind_check;
alter table governance_application_subjects add constraint governance_application_subjects_kind_check
  check (kind in ('equipment', 'invoice', 'project', 'contract'));
-- A machine that was registered twice is the same by its maker's serial number.
alter table governance_application_subjects add column serial_key text;
create index governance_application_subjects_serial on governance_application_subjects (serial_key)
  where serial_key is not null;
