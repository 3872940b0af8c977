import type { Evidence, EvidenceRow } from '@ronghe/kit/contract'
import { elevated, regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { firmQueries } from '../contract/evidence-rules.ts'
import { type registry, registryEvidence } from '../contract.ts'
import { creditCodeIsSound } from '../credit-code.ts'
import { maySeePrivate } from '../policy.ts'
import { sizeClassOf } from '../size-class.ts'
import * as members from '../store/members.ts'
import * as store from '../store/organisations.ts'
import { parksRunBy } from '../store/parks.ts'
import { mine } from './me.ts'
import { systemEvidenceOf } from './system-evidence.ts'

type Routes = Pick<
  Service<typeof registry>,
  'organisations' | 'organisation' | 'organisationEvidence' | 'addOrganisation' | 'changeOrganisation'
>

export const organisations: Routes = {
  organisations: (ctx, { query }) =>
    store.listOrganisations(ctx.sql, ctx.caller.locale, query, regionPrefix(query.region ?? null)),

  organisation: (ctx, { params }) => detail(ctx, params.organisationId),

  async organisationEvidence(ctx, { params }) {
    const found = await store.organisationById(ctx.sql, ctx.caller.locale, params.organisationId)
    if (!found || !maySeePrivate(ctx.caller, found)) throw new Fault('kit.notFound')
    const { id, name, employees, revenueFen, isKey, keySince } = found
    const facts = { employees, revenueFen: revenueFen === null ? null : String(revenueFen), isKey, keySince }
    const { verification, regionCode } = found
    const counts = await members.countSecured(ctx.sql, id)
    const proof = `/registry/organisations/${id}`
    const hosted = await hostedRows(ctx, id)
    const rowsOf = (query: string): EvidenceRow[] => {
      if (query === 'registry.hostedFirms') return hosted
      const special = { 'registry.verified': { verification, regionCode }, 'registry.secondFactor': counts }
      const shown = special[query as keyof typeof special] ?? facts
      return [{ kind: 'registry.organisation', id, label: name, facts: shown }]
    }
    const ofFirm = firmQueries.map((named): Evidence => {
      const [query = '', version = '1'] = named.split('@')
      const rows = rowsOf(query)
      const made = registryEvidence(query, Number(version), rows)
      if (!made) throw new Error(`no rule for ${named}`)
      return { query, version: Number(version), ...made, unit: '', at: ctx.now.toISOString(), rows, proof }
    })
    return { rows: [...ofFirm, ...(await systemEvidenceOf(ctx, id))] }
  },

  async addOrganisation(ctx, { body }) {
    const personId = mine(ctx)
    await checkPlaces(ctx, body)
    if (body.kind === 'government') throw new Fault('kit.forbidden')
    if (!creditCodeIsSound(body.creditCode)) {
      throw new Fault('registry.creditCode.checkDigit', {}, [
        { field: 'creditCode', rule: 'fault.registry.creditCode.checkDigit' },
      ])
    }
    const id = ctx.newId()
    await elevated(ctx.sql, ctx.caller, async () => {
      if (await store.organisationByCredit(ctx.sql, body.creditCode)) {
        throw new Fault('registry.creditCode.taken', {}, [
          { field: 'creditCode', rule: 'fault.registry.creditCode.taken' },
        ])
      }
      const values = { ...valuesOf(body), id, code: body.creditCode.toLowerCase(), kind: body.kind }
      const sound = { creditCode: body.creditCode, creditCodeSound: true, isSample: false }
      await store.insertOrganisation(ctx.sql, { ...values, ...sound }, ctx.now)
      await store.addMembership(ctx.sql, id, personId, 'enterpriseAdministrator', ctx.now)
      await ctx.emit('organisation.added', { organisationId: id })
      await ctx.audit({
        action: 'registry.organisation.added',
        subject: 'organisation',
        subjectId: id,
        organisationId: id,
        after: body,
      })
    })
    ctx.house.learnRegion(id, body.regionCode)
    return { id }
  },

  async changeOrganisation(ctx, { params, body }) {
    const id = params.organisationId
    if (ctx.caller.organisationId !== id && ctx.caller.reach !== 'all') throw new Fault('kit.notFound')
    await checkPlaces(ctx, body)
    const before = await store.organisationById(ctx.sql, ctx.caller.locale, id)
    if (!before) throw new Fault('kit.notFound')
    const changed = await store.updateOrganisation(ctx.sql, id, body.version, valuesOf(body), ctx.now)
    if (!changed) throw new Fault('registry.organisation.changedSince')
    await ctx.emit('organisation.changed', { organisationId: id })
    const { createdAt: _c, updatedAt: _u, revenueFen, ...kept } = before
    await ctx.audit({
      action: 'registry.organisation.changed',
      subject: 'organisation',
      subjectId: id,
      organisationId: id,
      before: { ...kept, revenueFen: revenueFen === null ? null : Number(revenueFen) },
      after: body,
    })
    ctx.house.learnRegion(id, body.regionCode)
    return detail(ctx, id)
  },
}

async function detail(ctx: Ctx, id: string) {
  const row = await store.organisationById(ctx.sql, ctx.caller.locale, id)
  if (!row) throw new Fault('kit.notFound')
  const mayKnow = maySeePrivate(ctx.caller, row)
  const hidden = mayKnow
    ? {}
    : { employees: null, revenueFen: null, contactName: null, contactPhone: null, contactEmail: null }
  return {
    ...row,
    revenueFen: row.revenueFen === null ? null : Number(row.revenueFen),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...hidden,
  }
}

type Given = {
  name: string
  nameEn?: string
  regionCode: string
  tradeCode?: string
  employees?: number
  revenueFen?: number
  address?: string
  contactName?: string
  contactPhone?: string
  contactEmail?: string
  website?: string
}

/** What a person typed as a row; the size class follows from employees and revenue and is never typed. */
export function valuesOf(body: Given) {
  return {
    name: body.name.trim(),
    nameEn: body.nameEn || null,
    regionCode: body.regionCode,
    tradeCode: body.tradeCode || null,
    sizeClass: sizeClassOf(body.employees, body.revenueFen),
    employees: body.employees ?? null,
    revenueFen: body.revenueFen ?? null,
    address: body.address || null,
    contactName: body.contactName || null,
    contactPhone: body.contactPhone || null,
    contactEmail: body.contactEmail || null,
    website: body.website || null,
  }
}

async function checkPlaces(ctx: Ctx, body: { regionCode: string; tradeCode?: string }): Promise<void> {
  if (!(await store.regionExists(ctx.sql, body.regionCode))) {
    throw new Fault('registry.region.unknown', {}, [
      { field: 'regionCode', rule: 'fault.registry.region.unknown' },
    ])
  }
  if (body.tradeCode && !(await store.tradeExists(ctx.sql, body.tradeCode))) {
    throw new Fault('registry.trade.unknown', {}, [
      { field: 'tradeCode', rule: 'fault.registry.trade.unknown' },
    ])
  }
}

/** The parks that it runs and who has a site there; park and size of a firm are public. */
async function hostedRows(ctx: Ctx, operatorId: string): Promise<EvidenceRow[]> {
  const { parks, tenants } = await elevated(ctx.sql, ctx.caller, () => parksRunBy(ctx.sql, operatorId))
  return [
    ...parks.map(({ id, code, name }) => {
      return { kind: 'registry.park', id, label: name, facts: { park: code } }
    }),
    ...tenants.map(({ id, name, park, sizeClass, verification }) => {
      return { kind: 'registry.tenant', id, label: name, facts: { park, sizeClass, verification } }
    }),
  ]
}
