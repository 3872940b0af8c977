-- Entries of applications that were filled in before open to where their number stands above its rows.
update governance_application_entries set proof = '/governance/firms?organisation=' || organisation_id
where key in ('machines', 'machinesConnected', 'keyProcessControl') and proof like '/factory/equipment?%';
update governance_application_entries set proof = proof || '?tab=score'
where key in ('assessScore', 'assessLevel') and proof like '/assess/runs/%' and proof not like '%?%';
update governance_application_entries set proof = proof || '&status=valid'
where key = 'certificates' and proof like '/assess/certificates?organisation=%' and proof not like '%&status=%';
