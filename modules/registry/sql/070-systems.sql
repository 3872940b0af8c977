-- The ledger of information systems (信息系统台账): what a firm uses for what, how far it reaches, with what it
-- exchanges data, and who outside of the firm confirmed it.

-- Kinds with the business processes that such a system can carry; administrators add to them.
create table registry_system_kinds (
  code text primary key check (code ~ '^[a-z][A-Za-z0-9]{1,39}$'),
  name_zh text not null check (length(name_zh) between 1 and 80),
  name_en text not null check (length(name_en) between 1 and 80),
  processes text[] not null check (cardinality(processes) between 1 and 40),
  place integer not null default 1000
);
insert into registry_system_kinds (place, code, name_zh, name_en, processes) values
  (10, 'cad', '计算机辅助设计（CAD）', 'Computer-aided design (CAD)', '{modelling}'),
  (20, 'cae', '仿真分析（CAE）', 'Simulation (CAE)', '{simulation,processSimulation}'),
  (30, 'capp', '工艺设计（CAPP）', 'Process planning (CAPP)', '{processPlanning,processSimulation}'),
  (40, 'cam', '计算机辅助制造（CAM）', 'Computer-aided manufacturing (CAM)', '{processPlanning,processSimulation}'),
  (50, 'plm', '产品数据与生命周期管理（PDM/PLM）', 'Product data and life cycle (PDM/PLM)',
    '{productData,modelling,simulation,processPlanning,projects}'),
  (60, 'erp', '企业资源计划（ERP）', 'Enterprise resource planning (ERP)',
    '{purchasing,suppliers,planning,warehousing,sales,customers,finance,cost,staff,maintenance,projects,quality}'),
  (70, 'mes', '制造执行（MES）', 'Manufacturing execution (MES)',
    '{execution,planning,quality,maintenance,warehousing,energy}'),
  (80, 'aps', '高级计划与排程（APS）', 'Advanced planning and scheduling (APS)', '{planning}'),
  (90, 'scada', '数据采集与监控（SCADA/DCS）', 'Supervision and control (SCADA/DCS)', '{execution,energy,safety}'),
  (100, 'wms', '仓储管理（WMS）', 'Warehouse management (WMS)', '{warehousing}'),
  (110, 'tms', '运输管理（TMS）', 'Transport management (TMS)', '{logistics}'),
  (120, 'srm', '供应商关系管理（SRM）', 'Supplier relations (SRM)', '{purchasing,suppliers}'),
  (130, 'crm', '客户关系管理（CRM）', 'Customer relations (CRM)', '{sales,customers}'),
  (140, 'service', '售后与远程服务', 'After-sales and remote service', '{customers,productService}'),
  (150, 'qms', '质量管理（QMS）', 'Quality management (QMS)', '{quality}'),
  (160, 'lims', '实验室管理（LIMS）', 'Laboratory information (LIMS)', '{quality}'),
  (170, 'eam', '设备资产管理（EAM）', 'Asset management (EAM)', '{maintenance}'),
  (180, 'ems', '能源管理（EMS）', 'Energy management (EMS)', '{energy}'),
  (190, 'hse', '安全环保管理（EHS）', 'Safety and environment (EHS)', '{safety}'),
  (200, 'oa', '协同办公（OA）', 'Office (OA)', '{office}'),
  (210, 'hr', '人力资源（HR）', 'Personnel (HR)', '{staff,training}'),
  (220, 'finance', '财务与成本', 'Finance and cost accounting', '{finance,cost}'),
  (230, 'projects', '项目管理', 'Project management', '{projects}'),
  (240, 'bi', '商业智能（BI）', 'Business intelligence (BI)', '{analysis}'),
  (250, 'dataPlatform', '数据平台与主数据', 'Data platform and master data', '{masterData,analysis}'),
  (260, 'security', '网络与工控安全', 'Network and control security', '{protection}'),
  (270, 'ownMade', '其他自行开发的系统', 'Other systems of own making',
    '{modelling,simulation,productData,processPlanning,processSimulation,purchasing,suppliers,planning,execution,quality,maintenance,warehousing,logistics,safety,energy,sales,customers,productService,finance,cost,staff,office,projects,analysis,masterData,training,protection}');

create table registry_systems (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  kind_code text not null references registry_system_kinds (code),
  name text not null check (length(name) between 1 and 120),
  -- Who made it; empty for what the firm made itself.
  supplier text not null default '',
  is_own boolean not null,
  used_since date not null,
  -- The first day on which it is no longer used; null while it is.
  used_until date check (used_until > used_since),
  processes text[] not null check (cardinality(processes) between 1 and 40),
  -- How far it reaches, as the firm counted.
  coverage_of text not null check (coverage_of in ('departments', 'lines', 'products', 'sites', 'people')),
  covered integer not null check (covered between 1 and total),
  total integer not null check (total between 1 and 1000000),
  counted_how text not null check (length(counted_how) between 1 and 500),
  status text not null default 'entered' check (status in ('entered', 'asked', 'confirmed', 'refused')),
  decided_by text,
  decided_for text,
  decided_at timestamptz,
  reason text,
  -- Entered by mistake: no longer shown, kept for what was once computed of it.
  removed_at timestamptz,
  is_sample boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index registry_systems_name on registry_systems (organisation_id, lower(name)) where removed_at is null;
create index registry_systems_asked on registry_systems (updated_at) where status = 'asked';

create table registry_system_links (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  from_id uuid not null references registry_systems (id),
  to_id uuid not null references registry_systems (id) check (to_id <> from_id),
  exchanged text not null check (exchanged in
    ('partsList', 'processPlan', 'orders', 'plans', 'stock', 'quality', 'vouchers', 'customers', 'masterData', 'other')),
  is_automatic boolean not null,
  note text not null default '',
  created_at timestamptz not null,
  unique (from_id, to_id, exchanged)
);
create index registry_system_links_to on registry_system_links (to_id);

create table registry_system_papers (
  id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  system_id uuid not null references registry_systems (id),
  kind text not null check (kind in ('contract', 'acceptance', 'screenshot', 'other')),
  file_hash text not null,
  file_name text not null,
  media_type text not null,
  bytes integer not null,
  added_by text not null,
  added_at timestamptz not null
);
create index registry_system_papers_of on registry_system_papers (system_id);

-- What became of a system, in order; nobody changes it.
create table registry_system_changes (
  seq bigint generated always as identity primary key,
  organisation_id uuid not null references registry_organisations (id),
  system_id uuid not null references registry_systems (id),
  action text not null,
  by_name text not null,
  before jsonb,
  after jsonb,
  reason text,
  at timestamptz not null
);
create index registry_system_changes_of on registry_system_changes (system_id, seq);

-- Agencies that were given a firm to assess read its ledger, each by what it was given.
create table registry_system_readers (
  grant_id uuid primary key,
  organisation_id uuid not null references registry_organisations (id),
  reader_id uuid not null references registry_organisations (id)
);
create index registry_system_readers_of on registry_system_readers (organisation_id, reader_id);
alter table registry_system_readers enable row level security;
create policy see on registry_system_readers for select using (coalesce(kit_may_see(organisation_id)
  or reader_id = nullif(current_setting('ronghe.organisation', true), '')::uuid, false));
create policy change on registry_system_readers for all
  using (current_setting('ronghe.reach', true) = 'all') with check (current_setting('ronghe.reach', true) = 'all');

create function registry_reads_systems(organisation uuid) returns boolean
language sql stable parallel safe as $$
  select exists (select 1 from registry_system_readers r where r.organisation_id = organisation
    and r.reader_id = nullif(current_setting('ronghe.organisation', true), '')::uuid)
$$;

create procedure registry_protect_systems(target regclass)
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy see on %s for select using (coalesce(kit_may_see(organisation_id)
    or registry_reads_systems(organisation_id), false))', target);
  execute format('create policy change on %s for all using (coalesce(kit_may_change(organisation_id), false))
    with check (coalesce(kit_may_change(organisation_id), false))', target);
end
$$;
call registry_protect_systems('registry_systems');
call registry_protect_systems('registry_system_links');
call registry_protect_systems('registry_system_papers');
alter table registry_system_changes enable row level security;
create policy see on registry_system_changes for select using (coalesce(kit_may_see(organisation_id)
  or registry_reads_systems(organisation_id), false));
create policy add on registry_system_changes for insert
  with check (coalesce(kit_may_change(organisation_id), false));

-- Roles of databases older than the ledger; a fresh one gets them from roles.json.
update registry_roles set permissions = (select array_agg(distinct one) from unnest(permissions || added.codes) one)
from (values
  ('platformAdministrator', array['registry.system.read', 'registry.system.kind']),
  ('regionOfficial', array['registry.system.read', 'registry.system.confirm', 'registry.system.kind']),
  ('regionLeader', array['registry.system.read']),
  ('cityOfficial', array['registry.system.read', 'registry.system.confirm']),
  ('enterpriseAdministrator', array['registry.system.read', 'registry.system.write']),
  ('plantEngineer', array['registry.system.read']),
  ('viewer', array['registry.system.read']),
  ('assessor', array['registry.system.read', 'registry.system.confirm'])
) as added (code, codes)
where registry_roles.code = added.code;

alter table registry_imports drop constraint registry_imports_kind_check;
alter table registry_imports add constraint registry_imports_kind_check
  check (kind in ('organisations', 'units', 'equipment', 'roster', 'parks', 'systems'));
