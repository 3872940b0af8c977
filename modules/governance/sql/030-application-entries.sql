-- What the platform knows of an applicant, filled into its application, and what the firm says instead.

create table governance_application_entries (
  application_id uuid not null references governance_applications (id),
  organisation_id uuid not null,
  key text not null,
  -- A decimal or a text; null with the reason (a word key) where the platform does not know.
  value text,
  reason text,
  unit text not null,
  basis text not null check (basis in ('evidenced', 'declared')),
  -- The room that says it, and the page whose rows prove it.
  source text not null,
  proof text,
  at timestamptz not null,
  said text,
  said_reason text,
  said_by_name text,
  said_at timestamptz,
  primary key (application_id, key),
  check ((value is null) <> (reason is null)),
  check (said is null or said_by_name is not null)
);
call kit_protect('governance_application_entries');
