-- Frameworks of indicators and procedures, as versioned data: what was published is never changed again.

create table assess_frameworks (
  id uuid primary key,
  code text not null check (length(code) between 1 and 60),
  version text not null check (length(version) between 1 and 40),
  kind text not null,
  name_zh text not null,
  name_en text not null,
  questions integer not null,
  -- Places of the file whose source was not read in the original; shown to whoever uses it (示例阈值).
  unverified integer not null,
  status text not null check (status in ('draft', 'published', 'retired')),
  -- Canonical JSON (RFC 8785) of the whole file, and its SHA-256.
  content text not null,
  content_hash text not null,
  revision integer not null default 1,
  is_sample boolean not null default false,
  created_at timestamptz not null,
  published_at timestamptz,
  published_by text,
  unique (code, version)
);

create function assess_framework_stands() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status <> 'draft' then raise exception 'a published framework is never removed' using errcode = '42501'; end if;
    return old;
  end if;
  if old.status <> 'draft' and (new.content <> old.content or new.content_hash <> old.content_hash
    or new.code <> old.code or new.version <> old.version or new.status = 'draft') then
    raise exception 'a published framework is never changed' using errcode = '42501';
  end if;
  return new;
end
$$;
create trigger assess_framework_stands before update or delete on assess_frameworks
  for each row execute function assess_framework_stands();

-- When a framework may be answered: the server's clock decides.
create table assess_windows (
  id uuid primary key,
  framework_id uuid not null references assess_frameworks (id),
  year integer not null check (year between 2000 and 2100),
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  revision integer not null default 1,
  created_at timestamptz not null,
  unique (framework_id, year)
);
