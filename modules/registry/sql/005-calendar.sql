-- Days on which offices differ from the week: holidays, and weekends that are worked. Readable by everybody.
create table registry_calendar_days (
  day date primary key,
  kind text not null check (kind in ('off', 'work')),
  name_zh text not null,
  name_en text not null,
  -- The notice it was taken from; a day is verified when a person compared it with that text.
  source text,
  is_verified boolean not null default false,
  changed_at timestamptz not null
);

update registry_roles set permissions = array_append(permissions, 'registry.calendar.write')
where code in ('platformAdministrator', 'regionOfficial')
  and not 'registry.calendar.write' = any (permissions);
