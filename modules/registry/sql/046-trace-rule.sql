-- Roles of databases older than the permission for rules; a fresh one gets it from roles.json.
update registry_roles set permissions = (
  select array_agg(distinct one) from unnest(permissions || array['trace.rule']) one
) where code in ('enterpriseAdministrator', 'plantEngineer');
