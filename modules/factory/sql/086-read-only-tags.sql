-- Signals that their edge says can't be written (property readOnly of their birth); where nothing is said
-- the machine itself refuses.
alter table factory_tags add column is_read_only boolean not null default false;
