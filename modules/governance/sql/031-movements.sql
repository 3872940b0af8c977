-- Movements of money as a record that is only added to: planned at the contract, paid or cancelled later,
-- returned where money came back. It takes the place of the payments, which are moved into it.

create table governance_movements (
  id uuid primary key,
  seq bigint generated always as identity,
  -- The same key is recorded once, whoever asks again.
  key text not null unique,
  application_id uuid not null references governance_applications (id),
  -- The firm, whose rows these are.
  organisation_id uuid not null,
  payer_organisation_id uuid not null,
  payee_organisation_id uuid not null,
  place integer,
  purpose text not null check (purpose in ('tranche', 'voucher', 'clawBack', 'exit')),
  status text not null check (status in ('planned', 'cancelled', 'paid', 'returned')),
  amount_fen bigint not null check (amount_fen > 0),
  currency text not null default 'CNY',
  -- The document that the movement rests on, and the words of who recorded it.
  basis text not null,
  reason text not null,
  at timestamptz not null
);
create index governance_movements_application on governance_movements (application_id, seq);
create index governance_movements_status on governance_movements (status, at);
alter table governance_movements enable row level security;
create policy see on governance_movements for select using (coalesce(kit_may_see(organisation_id), false));
create policy add on governance_movements for insert
  with check (coalesce(kit_may_change(organisation_id), false));

create function governance_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a movement of money is never changed or taken away';
end
$$;
create trigger governance_movements_stand before update or delete on governance_movements
  for each statement execute function governance_refuse_change();

insert into governance_movements (id, key, application_id, organisation_id, payer_organisation_id,
  payee_organisation_id, place, purpose, status, amount_fen, basis, reason, at)
select gen_random_uuid(), a.number || '/' || t.place || '/planned', a.id, a.organisation_id,
  p.organisation_id, a.organisation_id, t.place, 'tranche', 'planned', t.amount_fen, a.number || '/contract',
  t.milestone, coalesce((select min(e.at) from governance_application_events e
    where e.application_id = a.id and e.act = 'contract'), a.updated_at)
from governance_tranches t join governance_applications a on a.id = t.application_id
  join governance_programmes p on p.id = a.programme_id
order by a.number, t.place;

insert into governance_movements (id, key, application_id, organisation_id, payer_organisation_id,
  payee_organisation_id, place, purpose, status, amount_fen, currency, basis, reason, at)
select m.id, m.key, m.application_id, m.organisation_id,
  case when m.amount_fen > 0 then m.payer_organisation_id else m.organisation_id end,
  case when m.amount_fen > 0 then m.organisation_id else m.payer_organisation_id end, m.place,
  case when m.amount_fen > 0 then 'tranche' else 'clawBack' end,
  case when m.amount_fen > 0 then 'paid' else 'returned' end, abs(m.amount_fen), m.currency,
  a.number || '/contract', m.reason, m.at
from governance_payments m join governance_applications a on a.id = m.application_id
order by m.at, m.key;

drop table governance_payments;
