import { buffer } from 'node:stream/consumers'
import { compressLink, parseLink } from '@ronghe/epcis'
import { type AasElement, aasxMediaType, aasxOf, membersOf, textsOf } from '@ronghe/kit/aas'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, House, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { prefixedDigits, primaryKey } from '../master/key.ts'
import { fieldFault } from '../master/masters.ts'
import { ownId } from '../master/policy.ts'
import { prefixOwner } from '../master/store/prefixes.ts'
import { meaningOf } from '../story.ts'
import type { Footprint, Passport, PassportAudience } from './contract.ts'
import { baseOf, factsFor, passportCode, seenAs } from './facts.ts'
import { readPassport } from './import.ts'
import { type PassportFacts, paperPath, passportOf } from './shell.ts'
import { type FootprintRow, upsertFootprint } from './store.ts'

type Routes = Pick<Service<typeof trace>, 'passport' | 'passportFile' | 'importPassport' | 'declareFootprint'>

export const passports: Routes = {
  async passport(ctx, { query }) {
    const { facts, audience, owner } = await asked(ctx, query.id, query.seenAs)
    return shown(ctx, facts, audience, owner)
  },

  async passportFile(ctx, { query }) {
    const { facts } = await asked(ctx, query.id, query.seenAs)
    return passportFile(ctx.house, facts, query.package ?? 'json')
  },

  async importPassport(ctx, { query }) {
    return readPassport(ctx, query.dryRun === false)
  },

  async declareFootprint(ctx, { body }) {
    const organisationId = ownId(ctx)
    const { about, validUntil, ...rest } = body
    const key = primaryKey(meaningOf(about).id)
    if (!key.startsWith('https://id.gs1.org/01/')) throw fieldFault('about', 'trace.rule.identifier.product')
    if ((await prefixOwner(ctx.sql, prefixedDigits(key) ?? '')) !== organisationId)
      throw fieldFault('about', 'trace.rule.notOwnPrefix')
    if (Number(rest.quantity) === 0) throw fieldFault('quantity', 'trace.rule.positive')
    if (validUntil && validUntil < rest.publishedOn) throw fieldFault('validUntil', 'trace.rule.validBefore')
    const by = { changedAt: ctx.now, changedBy: ctx.caller.personName, isSample: false }
    const row = { ...rest, validUntil: validUntil ?? null, organisationId, key, ...by }
    await keepFootprint(ctx, row)
    return footprintLine(row)
  },
}

export async function keepFootprint(ctx: Ctx, row: FootprintRow): Promise<void> {
  await upsertFootprint(ctx.sql, row)
  const { organisationId, key: subjectId } = row
  const action = 'trace.footprint.declared'
  await ctx.audit({ action, subject: 'trace.footprint', subjectId, organisationId, after: row })
}

async function asked(ctx: Ctx, id: string, wanted: PassportAudience | undefined) {
  const found = await passportCode(ctx.house, id)
  if (!found) throw new Fault('trace.passport.unknown')
  const audience = await seenAs(ctx, found.owner, wanted)
  const facts = await factsFor(ctx.house, found, audience, baseOf(ctx.house))
  if (!facts) throw new Fault('trace.passport.unknown')
  return { facts, audience, owner: found.owner }
}

/** The passport as a file; a package carries the files of its certificates. */
export async function passportFile(house: House, facts: PassportFacts, kind: 'json' | 'aasx') {
  const environment = passportOf(facts)
  const name = facts.code.path.slice(1).replaceAll('/', '-').replaceAll('%', '_')
  if (kind === 'json') {
    const content = Buffer.from(JSON.stringify(environment, null, 2), 'utf8')
    return { name: `${name}.aas.json`, mediaType: 'application/json', content }
  }
  const marked = facts.told.papers.filter((paper) => JSON.stringify(environment).includes(paperPath(paper)))
  const files = []
  for (const paper of marked)
    files.push({ name: paperPath(paper), content: await buffer(await house.files.read(paper.fileHash)) })
  return { name: `${name}.aasx`, mediaType: aasxMediaType, content: aasxOf(environment, files) }
}

function shown(ctx: Ctx, facts: PassportFacts, audience: PassportAudience, owner: string): Passport {
  const { code, footprint, base, told } = facts
  const read = parseLink(base + code.path)
  const compressed = 'link' in read ? compressLink(read.link) : null
  return {
    id: code.key,
    seenAs: audience,
    mayImport: ctx.caller.organisationId === owner && ctx.caller.permissions.has('trace.capture'),
    isSample: told.isSample,
    publicUrl: `${base}/passport${code.path}`,
    compressed: compressed ?? base + code.path,
    submodels: passportOf(facts).submodels.map((one) => ({ name: one.idShort ?? '', rows: rowsOf(one, '') })),
    footprint: footprint ? footprintLine(footprint) : null,
  }
}

/** The leaves of a submodel, each by its path. */
function rowsOf(element: AasElement, path: string): { path: string; value: string }[] {
  return membersOf(element).flatMap((one, at) => {
    const here = `${path}${one.idShort ?? `[${at + 1}]`}`
    const texts = textsOf(one)
    if (texts.length > 0)
      return texts.map(({ language, text }) => ({ path: `${here} (${language})`, value: text }))
    return typeof one.value === 'string' ? [{ path: here, value: one.value }] : rowsOf(one, `${here}.`)
  })
}

function footprintLine(row: FootprintRow): Footprint {
  const { organisationId: _, key: __, isSample: ___, changedAt, ...rest } = row
  return { ...rest, changedAt: changedAt.toISOString() }
}
