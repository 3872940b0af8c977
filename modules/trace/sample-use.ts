import { type Caller, systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { access } from './access/service.ts'
import { codeOf } from './consumer/gather.ts'
import { consumer } from './consumer/service.ts'
import { insertReport, insertScan, type ReportRow } from './consumer/store.ts'
import type { TemplateField } from './identifier/contract.ts'
import { identifiers } from './identifier/service.ts'
import { templates } from './identifier/templates.ts'
import type { Said } from './inspections/contract.ts'
import { byPerson, enter } from './inspections/enter.ts'
import { inspections } from './inspections/service.ts'
import { documents } from './master/documents.ts'
import { languages } from './master/languages.ts'
import { baseOf } from './passport/facts.ts'
import { passports } from './passport/service.ts'
import { recall } from './recall/reads.ts'
import { links } from './resolver/service.ts'
import { markSample } from './store/sample.ts'

/** What people and partners did with the goods of a sample firm; times count back from the first start. */
export type SampleUse = {
  creditCode: string
  personName: string
  partner: { creditCode: string; personName: string; reason: string; daysAgo: number }
  links: readonly {
    about: string
    linkType: string
    href: string
    title: string
    languages: readonly string[]
    isDefault?: boolean
  }[]
  scans: readonly {
    item: string
    phones: number
    daysAgo: number
    hours: number
    places: readonly (readonly [number, number])[]
  }[]
  reports: readonly (Pick<ReportRow, 'text'> & {
    item: string
    problem: ReportRow['kind']
    contact?: string
    daysAgo: number
    answer?: string
  })[]
  identifiers: {
    prefix: string
    templates: readonly { name: string; title: string; titleEn: string; fields: TemplateField[] }[]
    rows: readonly {
      template: string
      suffix: string
      about?: string
      attributes: Record<string, string>
    }[]
  }
  footprints: readonly {
    about: string
    method: string
    kilograms: string
    quantity: string
    unit: string
    phases: string[]
    publishedOn: string
    validUntil: string
  }[]
  inspections: readonly (Omit<Said, 'inspectedAt' | 'documentId'> & {
    daysAgo: number
    /** Number of the report among the papers of the sample. */
    paper?: string
    isHeld?: boolean
  })[]
  drill: {
    daysAgo: number
    title: string
    reason: string
    instructions: string
    things: readonly string[]
    hazard: '1' | '2' | '3'
    partnerNote: string
    conclusion: string
  }
}

const dayMs = 86_400_000

/** Who acts for a firm of the sample: bounded to what is the firm's. */
export function sampleCaller(organisationId: string, personName: string): Caller {
  return { ...systemCaller, reach: 'own', organisationId, personName }
}

export async function organisationOf(house: House, creditCode: string): Promise<string | null> {
  return house.act(systemCaller, async (ctx) => {
    const { rows } = await ctx.read(registry).organisations({ query: { q: creditCode } })
    return rows[0]?.id ?? null
  })
}

type Firms = { maker: Caller; partner: Caller; sample: SampleUse }

/** By the same services that people use; each part once, and nothing where somebody did it already. */
export async function loadSampleUse(house: House, sample: SampleUse): Promise<void> {
  const maker = await organisationOf(house, sample.creditCode)
  const partner = await organisationOf(house, sample.partner.creditCode)
  if (maker === null || partner === null) return
  const firms: Firms = {
    maker: sampleCaller(maker, sample.personName),
    partner: sampleCaller(partner, sample.partner.personName),
    sample,
  }
  await becomePartners(house, firms)
  await house.act(firms.maker, async (ctx) => {
    await say(ctx, sample)
    await look(ctx, maker, sample)
    await inspect(ctx, maker, sample)
  })
  await practise(house, firms)
  await house.db.transaction(systemCaller, (sql) => markSample(sql, maker))
}

/** The same request as if it came so long ago. */
function ago(ctx: Ctx, days: number): Ctx {
  return { ...ctx, now: new Date(ctx.now.getTime() - days * dayMs) }
}

async function becomePartners(house: House, { maker, partner, sample }: Firms): Promise<void> {
  const { reason, daysAgo } = sample.partner
  const organisationId = maker.organisationId!
  const isNew = await house.act(partner, async (ctx) => {
    if ((await access.partners(ctx, { params: {}, query: {}, body: undefined })).total > 0) return false
    await access.askPartner(ago(ctx, daysAgo), { params: {}, query: {}, body: { organisationId, reason } })
    return true
  })
  if (!isNew) return
  await house.act(maker, async (ctx) => {
    const params = { partnerId: partner.organisationId! }
    const body = { partnerState: 'granted' as const }
    await access.decidePartner(ago(ctx, daysAgo - 1), { params, query: {}, body })
  })
}

const asked = { params: {}, query: {}, body: undefined }

/** Where codes lead, what they are called in the national scheme, and what was declared of the products. */
async function say(ctx: Ctx, sample: SampleUse): Promise<void> {
  if ((await links.links(ctx, asked)).total === 0) {
    for (const one of sample.links) {
      const spoken = languages.filter((known) => one.languages.includes(known))
      const body = { ...one, languages: spoken, href: one.href.replace('{base}', baseOf(ctx.house)) }
      await links.addLink(ctx, { ...asked, body })
    }
    for (const body of sample.footprints) await passports.declareFootprint(ctx, { ...asked, body })
  }
  if ((await identifiers.identifierPrefixes(ctx, asked)).rows.length > 0) return
  const { prefix, rows, templates: shapes } = sample.identifiers
  for (const { name, ...said } of shapes) {
    const body = { ...said, version: 0 }
    await templates.saveIdentifierTemplate(ctx, { ...asked, params: { templateName: name }, body })
  }
  await identifiers.addIdentifierPrefix(ctx, { ...asked, body: { identifierPrefix: prefix } })
  for (const [template, some] of Map.groupBy(rows, (row) => row.template)) {
    const body = { prefix, template, rows: some.map(({ template: _, ...row }) => row) }
    const { faults } = await identifiers.registerIdentifiers(ctx, { ...asked, body })
    if (faults.length > 0) throw new Error(`the sample identifiers are not valid: ${JSON.stringify(faults)}`)
  }
}

/** What was found at goods, by the service; what failed was set apart a little later. */
async function inspect(ctx: Ctx, organisationId: string, sample: SampleUse): Promise<void> {
  if ((await inspections.inspections(ctx, asked)).total > 0) return
  const { rows: papers } = await documents.documents(ctx, { ...asked, query: { pageSize: 200 } })
  for (const { daysAgo, paper, isHeld, ...said } of sample.inspections) {
    const then = ago(ctx, daysAgo)
    const documentId = papers.find(({ number }) => paper !== undefined && number === paper)?.id
    const whole = { ...said, inspectedAt: then.now.toISOString(), ...(documentId ? { documentId } : {}) }
    const row = await enter(then, organisationId, whole, { ...byPerson, isSample: true })
    if (!row || !isHeld) continue
    const params = { inspectionId: row.id }
    await inspections.holdInspected(ago(ctx, daysAgo - 0.1), { ...asked, params, body: { isHeld: true } })
  }
}

/** Codes that were read on phones, here and there, and what people said of the goods. */
async function look(ctx: Ctx, organisationId: string, sample: SampleUse): Promise<void> {
  if ((await consumer.scanned(ctx, asked)).total > 0) return
  for (const { item, phones, daysAgo, hours, places } of sample.scans) {
    const start = ago(ctx, daysAgo).now.getTime()
    for (let phone = 0; phone < phones; phone += 1) {
      const at = new Date(start + (phone / phones) * hours * 3_600_000)
      const [latitude, longitude] = places[phone % places.length]!
      const row = { organisationId, key: keyOf(item), at, visitor: `sample-${phone}` }
      await insertScan(ctx.sql, { ...row, latitude, longitude })
    }
  }
  for (const { item, problem, text, contact = null, daysAgo, answer } of sample.reports) {
    const then = ago(ctx, daysAgo)
    const row = { id: ctx.newId(), organisationId, key: keyOf(item), kind: problem, text, contact }
    await insertReport(ctx.sql, { ...row, at: then.now, visitor: 'sample' }, sample.reports.length)
    if (answer === undefined) continue
    await consumer.answerReport(ago(ctx, daysAgo / 2), {
      ...asked,
      ...{ params: { reportId: row.id }, body: { answer } },
    })
  }
}

function keyOf(path: string): string {
  return codeOf(path)?.key ?? path
}

/** A drill from the finding to its end: scope, notice, answers, every thing accounted for, conclusion. */
async function practise(house: House, { maker, partner, sample }: Firms): Promise<void> {
  const { daysAgo, things, partnerNote, conclusion, ...said } = sample.drill
  const minutes = (ctx: Ctx, count: number) => ago(ctx, daysAgo - count / 1440)
  const recallId = await house.act(maker, async (ctx) => {
    if ((await recall.recalls(ctx, asked)).total > 0) return null
    const finding = { kind: 'things' as const, things: [...things] }
    const opened = await recall.openRecall(minutes(ctx, 0), {
      ...asked,
      body: { ...said, finding, isDrill: true },
    })
    const params = { recallId: opened.id }
    await recall.freezeRecall(minutes(ctx, 0.7), { ...asked, params, body: { version: 1 } })
    await recall.notifyRecall(minutes(ctx, 2.5), { ...asked, params, body: { version: 2 } })
    return opened.id
  })
  if (recallId === null) return
  const params = { recallId }
  await house.act(maker, (ctx) => account(minutes(ctx, 95), recallId, partnerNote))
  await house.act(partner, (ctx) => account(minutes(ctx, 190), recallId, partnerNote))
  await house.act(maker, async (ctx) => {
    const { version } = await recall.recall(ctx, { ...asked, params })
    const body = { conclusion, isCancelled: false, version }
    await recall.closeRecall(minutes(ctx, 400), { ...asked, params, body })
  })
}

/** An organisation accounts for what it has, and answers; the maker for who is outside, too. */
async function account(ctx: Ctx, recallId: string, note: string): Promise<void> {
  const own = ctx.caller.organisationId!
  const params = { recallId }
  const { part } = await recall.recall(ctx, { ...asked, params })
  const query = { holder: own, pageSize: 100 }
  const { rows } = await recall.recallItems(ctx, { ...asked, params, query })
  const open = rows.filter(({ how, state }) => how !== 'held' && state === 'open')
  const marks = { things: open.map(({ thing }) => thing), state: 'quarantined' as const, note }
  if (open.length > 0) await recall.markItems(ctx, { ...asked, params, body: marks })
  const parties = await recall.recallParties(ctx, { ...asked, params })
  for (const { id: partyId, organisationId, isOutside } of parties.rows) {
    if (organisationId !== own && !(isOutside && part === 'maker')) continue
    const body = { answer: 'quarantined' as const, note }
    await recall.answerRecall(ctx, { ...asked, params: { recallId, partyId }, body })
  }
}
