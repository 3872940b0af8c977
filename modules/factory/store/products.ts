import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type Rate = { equipmentId: string; idealCycleMs: number }
export type ProductRow = {
  id: string
  organisationId: string
  code: string
  name: string
  nameEn: string | null
  idealCycleMs: number | null
  isRetired: boolean
  isSample: boolean
  version: number
}
export type ProductValues = Pick<ProductRow, 'code' | 'name' | 'nameEn' | 'idealCycleMs'>

const columns = (sql: Sql) => sql`p.id, p.organisation_id as "organisationId", p.code, p.name,
  p.name_en as "nameEn", p.ideal_cycle_ms as "idealCycleMs", p.retired_at is not null as "isRetired",
  p.is_sample as "isSample", p.version`

export async function listProducts(
  sql: Sql,
  filter: { q?: string; organisation?: string; isRetired?: boolean; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const { organisation = null, isRetired = null } = filter
  const rows = await sql<(ProductRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from factory_products p
    where (${organisation}::uuid is null or p.organisation_id = ${organisation})
      and (${isRetired}::boolean is null or (p.retired_at is not null) = ${isRetired})
      and (${like}::text is null or p.code ilike ${like} or p.name ilike ${like} or p.name_en ilike ${like})
    order by p.code, p.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function productById(sql: Sql, id: string): Promise<ProductRow | null> {
  const [row] = await sql<ProductRow[]>`select ${columns(sql)} from factory_products p where p.id = ${id}`
  return row ?? null
}

export async function productByCode(
  sql: Sql,
  organisationId: string,
  code: string,
): Promise<ProductRow | null> {
  const [row] = await sql<ProductRow[]>`select ${columns(sql)} from factory_products p
    where p.organisation_id = ${organisationId} and p.code = ${code}`
  return row ?? null
}

export async function insertProduct(
  sql: Sql,
  one: ProductValues & { id: string; organisationId: string; isSample: boolean },
): Promise<void> {
  await sql`insert into factory_products (id, organisation_id, code, name, name_en, ideal_cycle_ms, is_sample)
    values (${one.id}, ${one.organisationId}, ${one.code}, ${one.name}, ${one.nameEn}, ${one.idealCycleMs},
      ${one.isSample})`
}

/** False where another person changed it since. */
export async function updateProduct(
  sql: Sql,
  id: string,
  version: number,
  values: ProductValues & { isRetired: boolean },
  now: Date,
): Promise<boolean> {
  const rows = await sql`update factory_products set code = ${values.code}, name = ${values.name},
      name_en = ${values.nameEn}, ideal_cycle_ms = ${values.idealCycleMs}, version = version + 1,
      retired_at = case when ${values.isRetired} then coalesce(retired_at, ${now}) end
    where id = ${id} and version = ${version} returning id`
  return rows.length > 0
}

export async function replaceRates(
  sql: Sql,
  product: { id: string; organisationId: string },
  rates: readonly Rate[],
): Promise<void> {
  await sql`delete from factory_product_rates where product_id = ${product.id}`
  for (const { equipmentId, idealCycleMs } of rates) {
    await sql`insert into factory_product_rates (product_id, equipment_id, organisation_id, ideal_cycle_ms)
      values (${product.id}, ${equipmentId}, ${product.organisationId}, ${idealCycleMs})`
  }
}

export async function ratesOf(
  sql: Sql,
  locale: Locale,
  productIds: readonly string[],
): Promise<(Rate & { productId: string; equipmentName: string })[]> {
  return sql<(Rate & { productId: string; equipmentName: string })[]>`select r.product_id as "productId",
      r.equipment_id as "equipmentId", ${nameIn(sql, locale, 'e')} as "equipmentName",
      r.ideal_cycle_ms as "idealCycleMs"
    from factory_product_rates r join factory_equipment e on e.id = r.equipment_id
    where r.product_id = any (${productIds as string[]}::uuid[]) order by e.code, e.id`
}

/** The ideal cycle of a product on a machine: the machine's own, else the product's; null without either. */
export async function cycleOf(sql: Sql, productId: string, equipmentId: string): Promise<number | null> {
  const [row] = await sql`select coalesce(r.ideal_cycle_ms, p.ideal_cycle_ms) as cycle from factory_products p
    left join factory_product_rates r on r.product_id = p.id and r.equipment_id = ${equipmentId}
    where p.id = ${productId}`
  return (row?.cycle as number | null | undefined) ?? null
}
