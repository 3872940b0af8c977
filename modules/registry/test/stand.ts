import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'

/**
 * An enterprise of no more than a division of Guangxi, which is made where it is not there yet. Where the
 * enterprise is there already it moves to the division.
 */
export async function standFirm(house: House, id: string, regionCode: string): Promise<void> {
  await house.act(systemCaller, async ({ sql }) => {
    await sql`insert into registry_divisions (code, parent_code, level, name_zh, name_en)
      values (${regionCode}, '450000', 'county', ${regionCode}, ${regionCode}) on conflict do nothing`
    await sql`insert into registry_organisations (id, code, kind, name, credit_code, credit_code_sound,
        region_code, created_at, updated_at)
      values (${id}, ${id}, 'enterprise', ${id}, ${id.replaceAll('-', '').slice(-18)}, true, ${regionCode},
        now(), now())
      on conflict (id) do update set region_code = excluded.region_code`
  })
}
