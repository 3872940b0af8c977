-- Roles that exist get what funds ask for.
update registry_roles set permissions = permissions || array['governance.fund', 'governance.check']
where code = 'regionOfficial' and not 'governance.fund' = any (permissions);
update registry_roles set permissions = permissions || array['governance.check']
where code = 'cityOfficial' and not 'governance.check' = any (permissions);
update registry_roles set permissions = permissions || array['governance.apply']
where code = 'enterpriseAdministrator' and not 'governance.apply' = any (permissions);
update registry_roles set permissions = permissions || array['governance.review']
where code = 'assessor' and not 'governance.review' = any (permissions);
