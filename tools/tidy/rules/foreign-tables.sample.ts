import type { Sample } from '../sample.ts'

const store = 'modules/factory/store.ts'
const migration = 'modules/factory/sql/001-machines.sql'

export const samples: readonly Sample[] = [
  {
    says: 'reads and writes of a neighbour, each on its line',
    files: {
      [store]: [
        'await sql`select m.id from factory_machines m',
        '  join registry_units u on u.id = m.unit_id',
        '  where exists (select 1 from public.registry_sites)`',
        'await sql`insert into registry_units (id) values (1) on conflict (id) do update set id = 1`',
        'await sql`update registry_units set a = b from factory_machines f, market_orders o`',
        'await sql`delete from "market_orders" using factory_machines`',
        'await sql.unsafe(`truncate market_orders`)',
        '',
      ].join('\n'),
    },
    faults: [2, 3, 4, 5, 5, 6, 7].map((line) => `${store}:${line}`),
  },
  {
    says: 'tables of a neighbour in a migration',
    files: {
      [migration]: [
        'create table if not exists machines (id uuid primary key);',
        'create table factory_machines (unit uuid references registry_units (id) on delete cascade);',
        'create unique index factory_x on registry_units using btree (id);',
        'create trigger t after insert or update of a on registry_units for each row execute function f();',
        "comment on column registry_units.id is 'x from y';",
        'create view factory_open as select 1 from registry_units a join factory_x b on a.id = b.id;',
        'alter table only registry_units add column b int;',
        '',
      ].join('\n'),
    },
    // Line 2 is a foreign key.
    faults: [1, 3, 4, 5, 6, 7].map((line) => `${migration}:${line}`),
  },
  {
    says: 'the kit names its own tables only',
    files: { 'kit/db/sql/001-kit.sql': 'create table kit_a ();\nselect 1 from registry_units;\n' },
    faults: ['kit/db/sql/001-kit.sql:2'],
  },
  {
    says: 'own tables, those of the kit, functions, common table expressions, `from` inside functions',
    files: {
      [store]: [
        'await sql`with recursive tree (id, parent) as (select 1 from factory_units), late as materialized (',
        '    select * from factory_machines)',
        '  select extract(epoch from m.at), a is distinct from b, trim(both from name), substring(c from 2)',
        '  from tree, late l, unnest(m.codes) as code (text), lateral (select 1) s',
        '  left join generate_series(1, 2) g on true -- from registry_units',
        "  where name = 'from registry_units' for update of l skip locked`",
        'await sql`select 1 from kit_tenants, pg_class, information_schema.tables limit 1`',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a sample
        'await sql`select 1 from ${sql(name)} order by a, b`',
        '',
      ].join('\n'),
      [migration]: [
        'create table factory_machines (id uuid references kit_tenants (organisation_id));',
        'create index on factory_machines (id);',
        'create policy see on factory_machines for select using (true);',
        'create function factory_f() returns trigger language plpgsql as $$ begin',
        '  select id into new.id from factory_machines; return new; end $$;',
        'grant select, update on factory_machines to someone;',
        '',
      ].join('\n'),
    },
    faults: [],
  },
]
