-- Roles of databases older than the assessment room; a fresh one gets them from roles.json.
update registry_roles set permissions = (select array_agg(distinct one) from unnest(permissions || added.codes) one)
from (values
  ('platformAdministrator', array['assess.read', 'assess.check', 'assess.framework', 'assess.decide']),
  ('regionOfficial', array['assess.read', 'assess.check', 'assess.framework', 'assess.decide']),
  ('cityOfficial', array['assess.read', 'assess.check', 'assess.decide']),
  ('enterpriseAdministrator', array['assess.read', 'assess.fill']),
  ('plantEngineer', array['assess.read', 'assess.fill']),
  ('viewer', array['assess.read']),
  ('parkOperator', array['assess.read']),
  ('assessor', array['assess.read', 'assess.check', 'assess.certify', 'assess.review']),
  ('innovator', array['assess.read', 'assess.review'])
) as added (code, codes)
where registry_roles.code = added.code;
