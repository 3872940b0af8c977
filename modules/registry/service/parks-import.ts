import type { Ctx, Service } from '@ronghe/kit/module'
import { checkLengths, type ImportOutcome, type ImportRow } from '@ronghe/kit/sheet/import'
import type { registry } from '../contract.ts'
import { mayKeepPark } from '../policy.ts'
import { organisationByCredit, regionExists } from '../store/organisations.ts'
import * as store from '../store/parks.ts'
import { runImport } from './import-run.ts'

export const parkColumns = ['code', 'name', 'nameEn', 'regionCode', 'operatorCode', 'address']
const limits = { name: 120, nameEn: 160, address: 200 }

/** Parks from a table, each known by its code; what a form would refuse is refused at its cell (M6, M8). */
export const parksImport: Pick<Service<typeof registry>, 'importParks'> = {
  importParks: (ctx, { query }) => runImport(ctx, 'parks', parkColumns, query.dryRun ?? true, importPark),
}

async function importPark(ctx: Ctx, row: ImportRow): Promise<ImportOutcome> {
  const { cells } = row
  const { code = '', name = '', regionCode = '', operatorCode = '' } = cells
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(code)) row.bad('code', 'rule.pattern')
  if (name.length < 2) row.bad('name', 'rule.minLength', { limit: 2 })
  checkLengths(row, limits)
  if (!(await regionExists(ctx.sql, regionCode))) row.bad('regionCode', 'fault.registry.region.unknown')
  else if (!mayKeepPark(ctx.caller, { regionCode })) row.bad('regionCode', 'fault.registry.park.elsewhere')
  const operator = operatorCode ? await organisationByCredit(ctx.sql, operatorCode.toUpperCase()) : null
  if (operatorCode && operator?.kind !== 'park') row.bad('operatorCode', 'fault.registry.park.operator')
  const same = await store.parkByCode(ctx.sql, code)
  const known = same ? await store.parkById(ctx.sql, ctx.caller.locale, same.id) : null
  if (known && !mayKeepPark(ctx.caller, known)) row.bad('code', 'fault.registry.park.elsewhere')
  if (!row.isSound()) return 'same'
  const values = {
    ...{ code, name, regionCode, operatorId: operator?.id ?? null },
    ...{ nameEn: cells.nameEn || null, address: cells.address || null },
  }
  if (!known) {
    await store.insertPark(ctx.sql, { ...values, id: ctx.newId(), isSample: false }, ctx.now)
    return 'new'
  }
  const keys = ['name', 'nameEn', 'regionCode', 'operatorId', 'address'] as const
  if (keys.every((key) => known[key] === values[key])) return 'same'
  await store.updatePark(ctx.sql, { id: known.id, version: known.version }, values, ctx.now)
  return 'changed'
}
