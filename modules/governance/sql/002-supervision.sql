-- Supervision (督查督办): an item, its parts by department, their history, lights and extensions.

-- The organisation that acts for a body of the plan; null while it is not on the platform.
alter table governance_departments add column organisation_id uuid references kit_tenants (organisation_id);

-- One row of limits, in working days, that officials edit.
create table governance_supervision_rules (
  only_row boolean primary key default true check (only_row),
  sign_days integer not null default 2 check (sign_days between 0 and 60),
  warn_days integer not null default 5 check (warn_days between 0 and 60),
  escalate_days integer not null default 5 check (escalate_days between 0 and 60)
);
insert into governance_supervision_rules default values;

create table governance_items (
  id uuid primary key,
  -- Who supervises.
  organisation_id uuid not null references kit_tenants (organisation_id),
  number text not null unique,
  title text not null,
  text text not null,
  task_key text references governance_tasks (key),
  goal_key text references governance_goals (key),
  is_urgent boolean not null,
  due_on date not null,
  state text not null
    check (state in ('drafted', 'submitted', 'approved', 'running', 'closed', 'withdrawn')),
  version integer not null default 1,
  drafted_by uuid,
  drafted_by_name text not null,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index governance_items_order on governance_items (created_at desc);

-- The first place leads. organisation_id is who handles it, null where the body is not on the platform.
create table governance_item_parts (
  item_id uuid not null references governance_items (id),
  place integer not null,
  department_code text not null references governance_departments (code),
  organisation_id uuid references kit_tenants (organisation_id),
  state text not null check (state in ('waiting', 'issued', 'signed', 'handling', 'reported', 'accepted')),
  due_on date not null,
  issued_on date,
  signed_on date,
  reported_on date,
  light text not null default 'green' check (light in ('green', 'yellow', 'red')),
  red_since date,
  is_escalated boolean not null default false,
  primary key (item_id, place),
  unique (item_id, department_code)
);
create index governance_item_parts_organisation on governance_item_parts (organisation_id);

create table governance_item_events (
  id uuid primary key,
  seq bigint generated always as identity,
  item_id uuid not null references governance_items (id),
  department_code text references governance_departments (code),
  at timestamptz not null,
  person_id uuid,
  person_name text not null,
  action text not null,
  comment text,
  -- Why it was late; asked for where the light is red.
  explanation text,
  -- Recorded by the supervisor for a body that is not on the platform.
  is_on_behalf boolean not null default false,
  -- The goal's figures at that moment with the hash of their inputs.
  figure jsonb
);
create index governance_item_events_order on governance_item_events (item_id, seq);

create table governance_item_lights (
  item_id uuid not null references governance_items (id),
  department_code text not null,
  at timestamptz not null,
  light text not null,
  due_on date not null,
  seq bigint generated always as identity primary key
);
create index governance_item_lights_order on governance_item_lights (item_id, seq);

create table governance_extensions (
  id uuid primary key,
  item_id uuid not null references governance_items (id),
  department_code text not null,
  until date not null,
  reason text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decision text check (decision in ('granted', 'refused')),
  decided_by_name text,
  decided_at timestamptz,
  comment text
);
create unique index governance_extensions_open on governance_extensions (item_id, department_code)
  where decision is null;

create table governance_item_files (
  id uuid primary key,
  item_id uuid not null references governance_items (id),
  file_hash text not null,
  file_name text not null,
  media_type text not null,
  person_name text not null,
  at timestamptz not null
);

-- Seen by the supervisor, by every body with a part, and by whoever answers for their regions. The functions
-- look past the policies of these tables, which would otherwise ask each other without end.
create function governance_sees_item(item uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from governance_items i where i.id = item and coalesce(kit_may_see(i.organisation_id), false))
    or exists (select 1 from governance_item_parts p join governance_items i on i.id = p.item_id
      where p.item_id = item and i.state not in ('drafted', 'submitted', 'approved')
        and coalesce(kit_may_see(p.organisation_id), false))
$$;
create function governance_owns_item(item uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from governance_items i
    where i.id = item and coalesce(kit_may_change(i.organisation_id), false))
$$;
create function governance_handles_item(item uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select governance_owns_item(item) or exists (select 1 from governance_item_parts p
    where p.item_id = item and coalesce(kit_may_change(p.organisation_id), false))
$$;

alter table governance_items enable row level security;
create policy see on governance_items for select using (governance_sees_item(id)
  or coalesce(kit_may_see(organisation_id), false));
create policy make on governance_items for insert with check (coalesce(kit_may_change(organisation_id), false));
-- Whoever handles a part moves the version on, so that two who act at once do not miss each other.
create policy change on governance_items for update using (governance_handles_item(id));

alter table governance_item_parts enable row level security;
create policy see on governance_item_parts for select using (governance_sees_item(item_id));
create policy make on governance_item_parts for insert with check (governance_owns_item(item_id));
create policy change on governance_item_parts for update
  using (governance_owns_item(item_id) or coalesce(kit_may_change(organisation_id), false));
create policy leave on governance_item_parts for delete using (governance_owns_item(item_id));

create procedure governance_protect(target regclass)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy see on %s for select using (governance_sees_item(item_id))', target);
  execute format('create policy make on %s for insert with check (governance_handles_item(item_id))', target);
  execute format('create policy change on %s for update using (governance_owns_item(item_id))', target);
end
$$;
call governance_protect('governance_item_events');
call governance_protect('governance_item_lights');
call governance_protect('governance_extensions');
call governance_protect('governance_item_files');
