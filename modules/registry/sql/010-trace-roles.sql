-- Who may read, capture and subscribe to events of trace, for roles that exist already.
update registry_roles set permissions = permissions || array['trace.read', 'trace.capture', 'trace.subscribe']
where code = 'enterpriseAdministrator' and not permissions @> array['trace.read'];
update registry_roles set permissions = permissions || array['trace.read', 'trace.capture']
where code in ('plantEngineer', 'operator') and not permissions @> array['trace.read'];
update registry_roles set permissions = permissions || array['trace.read']
where code in ('platformAdministrator', 'regionOfficial', 'cityOfficial', 'viewer', 'parkOperator')
  and not permissions @> array['trace.read'];
