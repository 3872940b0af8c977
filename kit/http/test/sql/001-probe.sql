create table kit_probe_notes (
  id bigint generated always as identity primary key,
  text text not null
);
