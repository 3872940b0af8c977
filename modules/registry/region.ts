import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { addHashed, hashPassword } from './auth/people.ts'
import { creditCodeIsSound } from './credit-code.ts'
import roles from './roles.json' with { type: 'json' }
import { keepSystems, type SampleSystem } from './sample-systems.ts'
import { valuesOf } from './service/organisations.ts'
import { keepCalendar } from './store/calendar.ts'
import * as organisations from './store/organisations.ts'
import * as parks from './store/parks.ts'
import * as regions from './store/region.ts'
import { insertSpan, keepKey } from './store/roster.ts'
import * as units from './store/units.ts'

/** What a region gives the registry: its divisions (parents first) and the trades. */
export type RegionData = {
  code: string
  divisions: readonly regions.Division[]
  trades: readonly regions.Trade[]
  /** Holidays and worked weekends; none where nobody entered them. */
  calendar?: readonly { day: string; kind: 'off' | 'work'; nameZh: string; nameEn: string }[]
}

/** Invented organisations and people of a sample region, every one marked so. */
export type SampleData = {
  organisations: readonly SampleOrganisation[]
  people: readonly SamplePerson[]
  units: readonly SampleUnit[]
  parks?: readonly SamplePark[]
  systems?: readonly SampleSystem[]
}
export type SampleOrganisation = {
  code: string
  kind: string
  name: string
  nameEn: string
  creditCode: string
  regionCode: string
  tradeCode?: string
  employees?: number
  revenueFen?: number
  address?: string
  contactName?: string
  contactPhone?: string
  contactEmail?: string
  website?: string
  keySince?: string
  verification?: string
}
export type SamplePerson = {
  email: string
  name: string
  nameEn: string
  memberships: readonly { organisation: string; role: string }[]
}
export type SampleUnit = {
  organisation: string
  code: string
  parent?: string
  level: units.UnitRow['level']
  name: string
  nameEn: string
  regionCode?: string
  address?: string
  /** Code of the park in which a site lies. */
  park?: string
}
export type SamplePark = {
  code: string
  name: string
  nameEn: string
  regionCode: string
  /** Code of the organisation that runs it. */
  operator?: string
  address?: string
}

/** Brings the dictionaries to the region's state; may run at every start. */
export function loadRegion(house: House, region: RegionData): Promise<void> {
  return house.act(systemCaller, async ({ sql, now }) => {
    await regions.keepDivisions(sql, region.divisions)
    await regions.keepTrades(sql, region.trades)
    await regions.keepRoles(sql, roles as regions.Role[])
    await regions.keepRegion(sql, region.code, false, now)
    const days = (region.calendar ?? []).map((one) => ({ ...one, source: null, isVerified: false }))
    await keepCalendar(sql, days, now)
  })
}

/** Loads the sample region; what is there already stays. All in one transaction. */
export function loadSample(
  house: House,
  regionCode: string,
  sample: SampleData,
  password: string,
): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const ids = new Map<string, string>()
    // A hash costs a tenth of a second, and all people of the sample have the one password.
    const hash = await hashPassword(password)
    for (const one of sample.organisations) ids.set(one.code, await keepOrganisation(ctx, one))
    for (const one of sample.people) {
      const personId = await addHashed(ctx, { ...one, hash, isSample: true })
      for (const { organisation, role } of one.memberships) {
        await organisations.addMembership(ctx.sql, idOf(ids, organisation), personId, role, ctx.now)
      }
    }
    for (const one of sample.parks ?? []) await keepPark(ctx, ids, one)
    for (const one of sample.units) await keepUnit(ctx, idOf(ids, one.organisation), one)
    await keepSystems(ctx, (code) => idOf(ids, code), sample.systems ?? [])
    await regions.keepRegion(ctx.sql, regionCode, true, ctx.now)
  })
}

async function keepOrganisation(ctx: Ctx, one: SampleOrganisation): Promise<string> {
  const known = await organisations.organisationByCredit(ctx.sql, one.creditCode)
  if (known) return known.id
  const id = ctx.newId()
  const sound = {
    creditCode: one.creditCode,
    creditCodeSound: creditCodeIsSound(one.creditCode),
    isSample: true,
  }
  const values = { ...valuesOf(one), ...sound, id, code: one.code, kind: one.kind }
  await organisations.insertOrganisation(ctx.sql, values, ctx.now)
  if (one.verification) await organisations.setVerification(ctx.sql, id, one.verification, ctx.now)
  if (one.keySince) {
    const span = { id: ctx.newId(), since: one.keySince, until: null, document: '', untilDocument: '' }
    await insertSpan(ctx.sql, { ...span, organisationId: id, by: '', isSample: true }, ctx.now)
    await keepKey(ctx.sql, id, ctx.now)
  }
  ctx.house.learnRegion(id, one.regionCode)
  return id
}

async function keepPark(ctx: Ctx, ids: ReadonlyMap<string, string>, one: SamplePark): Promise<void> {
  if (await parks.parkByCode(ctx.sql, one.code)) return
  const { code, name, nameEn, regionCode, operator, address = null } = one
  const operatorId = operator ? idOf(ids, operator) : null
  const park = { id: ctx.newId(), code, name, nameEn, regionCode, operatorId, address, isSample: true }
  await parks.insertPark(ctx.sql, park, ctx.now)
}

async function keepUnit(ctx: Ctx, organisationId: string, one: SampleUnit): Promise<void> {
  if (await units.unitByCode(ctx.sql, organisationId, one.code)) return
  const parent = one.parent ? await units.unitByCode(ctx.sql, organisationId, one.parent) : null
  if (one.parent && !parent) throw new Error(`sample unit ${one.code} stands below unknown ${one.parent}`)
  await units.insertUnit(
    ctx.sql,
    {
      id: ctx.newId(),
      organisationId,
      parentId: parent?.id ?? null,
      level: one.level,
      code: one.code,
      name: one.name,
      nameEn: one.nameEn,
      regionCode: one.regionCode ?? null,
      address: one.address ?? null,
      parkId: (one.park && (await parks.parkByCode(ctx.sql, one.park))?.id) || null,
      isSample: true,
    },
    ctx.now,
  )
}

/** Tells the live stream where every organisation stands. */
export function rememberRegions(house: House): Promise<void> {
  return house.act(systemCaller, async ({ sql }) => {
    const { rows } = await organisations.listOrganisations(sql, 'zh', { pageSize: 1_000_000 }, '')
    for (const row of rows) house.learnRegion(row.id, row.regionCode)
  })
}

function idOf(ids: ReadonlyMap<string, string>, code: string): string {
  const id = ids.get(code)
  if (!id) throw new Error(`the sample names an unknown organisation ${code}`)
  return id
}
