create table roomname_notes (
  id uuid primary key,
  organisation_id uuid not null references kit_tenants (organisation_id),
  title text not null,
  author_id uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  unique (organisation_id, title)
);
create index roomname_notes_order on roomname_notes (organisation_id, created_at desc);
call kit_protect('roomname_notes');
