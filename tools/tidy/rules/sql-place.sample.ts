import type { Sample } from '../sample.ts'

export const samples: readonly Sample[] = [
  {
    says: 'SQL in a service, a page, an app and an engine',
    files: {
      'modules/factory/service.ts':
        'const a = await ctx.sql`select 1 from factory_a`\nconst b = await sql`x = 1`\n',
      'modules/factory/web/a.tsx': "const a = 'insert into factory_a values (1)'\n",
      'apps/server/main.ts': 'await owner.unsafe(`drop table factory_a`)\n',
      'engines/oee/a.ts': "export const a = 'delete from factory_a'\n",
    },
    faults: [
      'apps/server/main.ts:1',
      'engines/oee/a.ts:1',
      'modules/factory/service.ts:1',
      'modules/factory/service.ts:2',
      'modules/factory/web/a.tsx:1',
    ],
  },
  {
    says: 'SQL in stores, in the kit and in tests; prose that only begins like it',
    files: {
      'modules/factory/store.ts': 'const a = await sql`select 1 from factory_a`\n',
      'modules/factory/store/machines.ts': 'const a = await sql`select 1 from factory_a`\n',
      'modules/factory/orders/store.ts': 'const a = await sql`select 1 from factory_a`\n',
      'modules/factory/service.test.ts': 'const a = await sql`select 1 from factory_a`\n',
      'apps/server/routes.test.ts': 'const a = await sql`select 1 from factory_a`\n',
      'kit/db/index.ts': 'const a = await sql`select 1 from kit_a`\n',
      'modules/factory/service.ts': "const a = 'select a machine'\nconst b = 'update the plan'\n",
    },
    faults: [],
  },
]
