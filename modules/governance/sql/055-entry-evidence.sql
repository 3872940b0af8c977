-- The rows of which an entry of an application was made on the day when it was filled in: machines change
-- afterwards, and the entry stays.

create table governance_entry_evidence (
  application_id uuid not null,
  organisation_id uuid not null,
  key text not null,
  query text not null,
  query_version integer not null,
  value text,
  -- Rows in canonical JSON, and SHA-256 over everything that the entry says.
  inputs text not null,
  hash text not null,
  at timestamptz not null,
  primary key (application_id, key),
  foreign key (application_id, key) references governance_application_entries (application_id, key)
);
call kit_protect('governance_entry_evidence');
