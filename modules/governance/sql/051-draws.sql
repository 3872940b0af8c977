-- Each draw of experts of a fund as it was made, so that anybody repeats it: the pool of that moment, of which
-- house each expert was, who stood too near, and who was chosen. The seed is that of the application.

create table governance_draws (
  id uuid primary key,
  application_id uuid not null references governance_applications (id),
  organisation_id uuid not null,
  place integer not null,
  seed text not null,
  -- The pool as pairs of person and organisation, sorted by person.
  pool jsonb not null,
  -- Persons who were drawn before, whatever they said.
  recused jsonb not null,
  wanted integer not null,
  chosen jsonb not null,
  at timestamptz not null,
  unique (application_id, place)
);
alter table governance_draws enable row level security;
-- The firm does not learn who judges; officials ask through the service.
create policy keep on governance_draws for select
  using (coalesce(current_setting('ronghe.reach', true) = 'all', false));
create policy add on governance_draws for insert
  with check (coalesce(current_setting('ronghe.reach', true) = 'all', false));
