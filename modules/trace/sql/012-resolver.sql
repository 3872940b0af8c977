-- Where a code leads: links of a key, with or without qualifiers (GS1-Conformant Resolver, RFC 9264).
create table trace_targets (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  -- Path of the key alone, and of what the link hangs on: `/01/…/10/…`.
  root text collate "C" not null,
  anchor text collate "C" not null,
  link_type text not null,
  href text not null,
  title text not null,
  languages text[] not null default '{}',
  media_type text,
  contexts text[] not null default '{}',
  is_default boolean not null default false,
  forwards_query boolean not null default true,
  is_sample boolean not null default false,
  changed_at timestamptz not null,
  changed_by text
);
create index trace_targets_root on trace_targets (root, anchor);
create index trace_targets_order on trace_targets (organisation_id, changed_at desc);
-- One link of an anchor is the default of its languages, media type and contexts.
create unique index trace_targets_default on trace_targets (anchor, languages, coalesce(media_type, ''), contexts)
  where is_default;
call kit_protect('trace_targets');
