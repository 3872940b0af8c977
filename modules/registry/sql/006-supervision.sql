-- Roles that exist get what supervision asks for; a role that is new comes with the region.
update registry_roles set permissions = permissions || array['governance.supervise', 'governance.handle']
where code = 'regionOfficial' and not 'governance.supervise' = any (permissions);
update registry_roles set permissions = permissions || array['governance.handle']
where code = 'cityOfficial' and not 'governance.handle' = any (permissions);
update registry_roles set permissions = permissions || array['governance.approve']
where code = 'platformAdministrator' and not 'governance.approve' = any (permissions);
