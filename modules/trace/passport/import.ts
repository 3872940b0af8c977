import {
  type Aas,
  type AasElement,
  memberOf,
  membersOf,
  readAas,
  submodelIn,
  type TemplateName,
  templateFaults,
  templates,
  textOf,
  textsOf,
  UnreadableAas,
} from '@ronghe/kit/aas'
import type { Answer } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import { fileKind } from '@ronghe/kit/files'
import type { Ctx } from '@ronghe/kit/module'
import { masterKey, primaryKey } from '../master/key.ts'
import { type Language, languages, type Texts } from '../master/languages.ts'
import { newMaster, note, writeChange } from '../master/masters.ts'
import { ownId } from '../master/policy.ts'
import { documentsFor, insertDocument } from '../master/store/documents.ts'
import { insertMaster, masterByKey } from '../master/store/masters.ts'
import { meaningOf } from '../story.ts'
import type { passportRoutes } from './contract.ts'
import { type FootprintRow, footprintOf, upsertFootprint } from './store.ts'

type Report = Answer<(typeof passportRoutes)['importPassport']>
type Paper = {
  title: string
  number: string | null
  issuedOn: string | null
  validUntil: string | null
  content: Buffer
}
type Known = { key: string; texts: Texts; model: string | undefined; origin: string | undefined }

const names: readonly TemplateName[] = ['nameplate', 'passport', 'carbonFootprint']

/** What an uploaded passport says against templates and register; kept when it is whole and no trial. */
export async function readPassport(ctx: Ctx, writes: boolean): Promise<Report> {
  const organisationId = ownId(ctx)
  const aas = await uploaded(ctx)
  const found = names.map((name) => [name, submodelIn(aas.environment, templates[name])] as const)
  const plate = found[0]?.[1]
  if (!plate) throw refused('trace.passport.absent')
  const faults: Report['faults'] = found.flatMap(([name, submodel]) =>
    submodel
      ? templateFaults(submodel, templates[name]).map(({ field, rule }) => ({
          ...{ path: `${templates[name].idShort}.${field}`, rule, message: ctx.t(`trace.aasRule.${rule}`) },
        }))
      : [],
  )
  const known = knownOf(plate, found[1]?.[1] ?? null)
  if (!known)
    faults.push({
      path: 'Nameplate.URIOfTheProduct',
      rule: 'product',
      message: ctx.t('trace.rule.identifier.product'),
    })
  if (!known || faults.length > 0) return { key: null, faults, changes: [], papers: [], written: false }
  const papers = await newPapers(ctx, organisationId, known.key, papersIn(plate, aas))
  const footprint = footprintIn(ctx, organisationId, known.key, found[2]?.[1] ?? null)
  const changes = await changesOf(ctx, organisationId, known, footprint)
  const isNews = changes.length > 0 || papers.length > 0
  if (writes && isNews) await write(ctx, organisationId, known, papers, footprint)
  return {
    key: known.key,
    faults,
    changes,
    papers: papers.map(({ title }) => title),
    written: writes && isNews,
  }
}

async function uploaded(ctx: Ctx): Promise<Aas> {
  const { content } = await ctx.upload()
  try {
    return readAas(content)
  } catch (error) {
    const isXml = error instanceof UnreadableAas && error.why === 'xml'
    throw refused(isXml ? 'trace.passport.xml' : 'trace.passport.unreadable')
  }
}

function refused(code: 'trace.passport.absent' | 'trace.passport.xml' | 'trace.passport.unreadable'): Fault {
  return new Fault(code, {}, [{ field: 'file', rule: `fault.${code}` }])
}

/** The product by whichever address names it; its texts in the languages that are kept. */
function knownOf(plate: AasElement, metadata: AasElement | null): Known | null {
  const said = [
    textOf(memberOf(metadata ?? undefined, 'uniqueProductIdentifier')),
    textOf(memberOf(plate, 'URIOfTheProduct')),
    textOf(memberOf(plate, 'OrderCodeOfManufacturer')),
  ]
  const key = said
    .map((one) => (one ? masterKey('product', primaryKey(meaningOf(one).id)) : null))
    .find(Boolean)
  if (!key) return null
  const texts: Texts = {}
  for (const { language, text } of textsOf(memberOf(plate, 'ManufacturerProductDesignation'))) {
    const kept = language.split('-')[0] as Language
    if (languages.includes(kept)) texts[kept] = { name: text.slice(0, 200) }
  }
  const origin = textOf(memberOf(plate, 'CountryOfOrigin'))
  return {
    ...{ key, texts, model: textOf(memberOf(plate, 'ManufacturerProductType'))?.slice(0, 100) },
    origin: origin && /^[A-Z]{2}$/.test(origin) ? origin : undefined,
  }
}

function papersIn(plate: AasElement, { files }: Aas): Paper[] {
  return membersOf(memberOf(plate, 'Markings')).flatMap((marking) => {
    const text = (name: string) => textOf(memberOf(marking, name)) ?? null
    const content = files.get((text('MarkingFile') ?? '').replace(/^(file:\/\/)?\//, ''))
    if (!content || !fileKind(content, ['pdf', 'png', 'jpg'])) return []
    const day = (name: string) => text(name)?.slice(0, 10) ?? null
    return [
      {
        ...{ title: (text('MarkingName') ?? '').slice(0, 200), issuedOn: day('IssueDate') },
        ...{ number: text('DesignationOfCertificateOrApproval'), validUntil: day('ExpiryDate'), content },
      },
    ]
  })
}

async function newPapers(ctx: Ctx, organisationId: string, key: string, papers: readonly Paper[]) {
  const rows = await documentsFor(ctx.sql, organisationId, [key], ['public', 'partner', 'own'])
  const own = rows.map(({ fileHash }) => fileHash)
  const hashed = await Promise.all(
    papers.map(async (paper) => ({ ...paper, fileHash: await ctx.house.files.put(paper.content) })),
  )
  return hashed.filter(({ fileHash }) => !own.includes(fileHash))
}

function footprintIn(
  ctx: Ctx,
  organisationId: string,
  key: string,
  carbon: AasElement | null,
): FootprintRow | null {
  const [first] = membersOf(memberOf(carbon ?? undefined, 'ProductCarbonFootprints'))
  if (!first) return null
  const text = (name: string) => textOf(memberOf(first, name)) ?? ''
  const list = (name: string) => membersOf(memberOf(first, name)).flatMap((one) => textOf(one) ?? [])
  return {
    ...{ organisationId, key, method: list('PcfCalculationMethods').join(', ').slice(0, 100) },
    ...{ kilograms: text('PcfCO2eq'), quantity: text('QuantityOfMeasureForCalculation') },
    ...{ unit: text('ReferenceImpactUnitForCalculation'), phases: list('LifeCyclePhases') },
    publishedOn: text('PublicationDate').slice(0, 10),
    validUntil: text('ExpirationDate').slice(0, 10) || null,
    ...{ isSample: false, changedAt: ctx.now, changedBy: ctx.caller.personName },
  }
}

async function changesOf(ctx: Ctx, organisationId: string, known: Known, footprint: FootprintRow | null) {
  const before = await masterByKey(ctx.sql, organisationId, known.key)
  const old = footprint && (await footprintOf(ctx.sql, organisationId, known.key))
  const said = (row: FootprintRow | null) =>
    row && [row.method, Number(row.kilograms), Number(row.quantity), row.unit, row.publishedOn].join(' ')
  const pairs: [string, string | null | undefined, string | null | undefined][] = [
    ...languages.map((one): [string, string | undefined, string | undefined] => [
      ...([`name.${one}`, before?.texts[one]?.name, known.texts[one]?.name] as const),
    ]),
    ['model', before?.fields.model, known.model],
    ['origin', before?.fields.origin, known.origin],
    ['footprint', said(old), said(footprint)],
  ]
  return pairs.flatMap(([field, one, after]) =>
    !after || after === one ? [] : [{ field, before: one ?? null, after }],
  )
}

type Hashed = Paper & { fileHash: string }

async function write(
  ctx: Ctx,
  organisationId: string,
  { key, texts, model, origin }: Known,
  papers: readonly Hashed[],
  footprint: FootprintRow | null,
): Promise<void> {
  const before = await masterByKey(ctx.sql, organisationId, key)
  const fields = { ...before?.fields, ...(model ? { model } : {}), ...(origin ? { origin } : {}) }
  const merged = { ...before?.texts }
  for (const [language, text] of Object.entries(texts) as [Language, { name: string }][])
    merged[language] = { ...merged[language], ...text }
  if (before)
    await writeChange(ctx, before, { texts: merged, fields, state: before.state, version: before.version })
  else {
    const row = newMaster(ctx, organisationId, { kind: 'product', key, texts: merged, fields })
    await insertMaster(ctx.sql, row)
    await note(ctx, 'trace.master.added', row)
  }
  for (const { content, ...paper } of papers) {
    const kind = fileKind(content, ['pdf', 'png', 'jpg'])
    await insertDocument(ctx.sql, {
      ...{ id: ctx.newId(), organisationId, key, kind: 'certificate', audience: 'own', ...paper },
      ...{ titleEn: null, language: null, issuer: null, fileName: paper.title.slice(0, 190) },
      ...{ mediaType: kind?.mediaType ?? 'application/pdf', sizeBytes: content.length },
      ...{ isSample: false, addedAt: ctx.now, addedBy: ctx.caller.personName },
    })
  }
  if (footprint) await upsertFootprint(ctx.sql, footprint)
  const after = { papers: papers.map(({ title }) => title), footprint }
  await ctx.audit({
    ...{ action: 'trace.passport.imported', subject: 'trace.master', subjectId: key, organisationId, after },
  })
}
