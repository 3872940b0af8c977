-- What is not as usual: machines that are watched by what was learned of their normal behaviour.

create table factory_anomaly_watches (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  equipment_id uuid not null references factory_equipment (id),
  name text not null,
  -- As the contract's AnomalySettings.
  settings jsonb not null,
  -- learning: asked for and not done; watching; failed: `fault` says why.
  state text not null check (state in ('learning', 'watching', 'failed')),
  is_paused boolean not null default false,
  -- Percent of the learning that is done.
  progress smallint not null default 0,
  fault text,
  -- Counts each learning; what an older one computed is not kept.
  version integer not null default 1,
  -- The engine's Model and what scoring remembers, plain JSON.
  model jsonb,
  memory jsonb,
  rows_learned integer,
  -- When learning was asked for; it waits a while for signals that are still on their way.
  asked_at timestamptz not null,
  learned_at timestamptz,
  evaluated_to timestamptz,
  -- Latest score in percent of the threshold; null: nothing can be said.
  score double precision,
  -- The signal that carries the score, so that it can be charted, drawn and alarmed like any other.
  tag_id uuid not null references factory_tags (id),
  created_at timestamptz not null,
  created_by uuid,
  person_name text,
  is_sample boolean not null default false,
  retired_at timestamptz
);
create unique index factory_anomaly_watches_name on factory_anomaly_watches (equipment_id, name)
  where retired_at is null;
create index factory_anomaly_watches_organisation on factory_anomaly_watches (organisation_id)
  where retired_at is null;
call kit_protect('factory_anomaly_watches');

-- Stretches above the threshold, and those that people said were missed.
create table factory_anomalies (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  watch_id uuid not null references factory_anomaly_watches (id),
  equipment_id uuid not null references factory_equipment (id),
  version integer not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at >= starts_at),
  is_open boolean not null,
  -- Percent of the threshold; null where a person said it of a stretch that was not told.
  peak double precision,
  -- [{tagId, share}], the largest first.
  contributions jsonb not null default '[]',
  -- A person said so and the watch had not.
  is_missed boolean not null default false,
  judgement text check (judgement in ('anomalous', 'normal', 'ignored')),
  note text,
  judged_at timestamptz,
  judged_by uuid,
  judged_name text
);
create index factory_anomalies_watch on factory_anomalies (watch_id, starts_at desc);
create index factory_anomalies_organisation on factory_anomalies (organisation_id, starts_at desc);
call kit_protect('factory_anomalies');
