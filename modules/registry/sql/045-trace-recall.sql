-- Roles of databases older than recalls; a fresh one gets them from roles.json.
update registry_roles set permissions = (select array_agg(distinct one) from unnest(permissions || added.codes) one)
from (values
  ('regionLeader', array['trace.read']),
  ('regionOfficial', array['trace.demand']),
  ('cityOfficial', array['trace.demand']),
  ('enterpriseAdministrator', array['trace.recall']),
  ('plantEngineer', array['trace.recall'])
) as added (code, codes)
where registry_roles.code = added.code;
