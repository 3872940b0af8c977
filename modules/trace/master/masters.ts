import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { meaningOf } from '../story.ts'
import type { Master, MasterFields, MasterLine, Named } from './contract.ts'
import { kindOfKey, type MasterKind, masterKey, primaryKey, writtenKey } from './key.ts'
import { type Language, languages, type Texts, textIn } from './languages.ts'
import { mustOwn, ownId } from './policy.ts'
import {
  findMaster,
  insertMaster,
  listMasters,
  type MasterListed,
  type MasterRow,
  mastersOf,
  type NamedRow,
  updateMaster,
  versionsOf,
} from './store/masters.ts'

type Routes = Pick<
  Service<typeof trace>,
  'masters' | 'master' | 'addMaster' | 'changeMaster' | 'translateMaster' | 'masterHistory' | 'names'
>

/** Products, places and parties: what the numbers of events mean. */
export const masters: Routes = {
  async masters(ctx, { query }) {
    const { rows, total } = await listMasters(ctx.sql, query)
    return { rows: rows.map(lineOf), total }
  },

  async master(ctx, { params }) {
    return wholeOf(await known(ctx, params.masterId))
  },

  async addMaster(ctx, { body }) {
    const organisationId = ownId(ctx)
    const { kind, identifier, ...rest } = body
    const key = masterKey(kind, identifier)
    if (!key) throw fieldFault('identifier', `trace.rule.identifier.${kind}`)
    const { texts, fields } = valuesOf(kind, rest)
    const row = newMaster(ctx, organisationId, { kind, key, texts, fields })
    if (!(await insertMaster(ctx.sql, row))) throw new Fault('trace.master.taken', { identifier })
    await note(ctx, 'trace.master.added', row)
    return wholeOf(await known(ctx, row.id))
  },

  async changeMaster(ctx, { params, body }) {
    const before = mustOwn(ctx, await findMaster(ctx.sql, params.masterId), 'trace.master.unknown')
    const { version, state = before.state, ...rest } = body
    const { texts, fields } = valuesOf(before.kind, rest)
    const whole = { ...before.texts, ...texts }
    if (!texts.en) delete whole.en
    return changed(ctx, before, { texts: whole, fields, state, version })
  },

  async translateMaster(ctx, { params, body }) {
    const before = mustOwn(ctx, await findMaster(ctx.sql, params.masterId), 'trace.master.unknown')
    const { language } = params
    const texts = { ...before.texts }
    if (body.name.trim() === '') {
      if (language === 'zh') throw fieldFault('name', 'rule.required')
      delete texts[language]
    } else texts[language] = textOf(body.name, body.description, body.address)
    return changed(ctx, before, {
      texts,
      fields: before.fields,
      state: before.state,
      version: before.version,
    })
  },

  async masterHistory(ctx, { params }) {
    await known(ctx, params.masterId)
    const rows = await versionsOf(ctx.sql, params.masterId)
    return {
      rows: rows.map(({ at, texts, ...row }) => ({ ...row, at: at.toISOString(), texts: textRows(texts) })),
    }
  },

  async names(ctx, { body }) {
    return { rows: await namedIn(ctx, body.ids) }
  },
}

/** Names of ids in the reader's language; of a lot or serial number that of its product. */
export async function namedIn(ctx: Ctx, ids: readonly string[]): Promise<Named[]> {
  const keys = new Map(ids.map((id) => [id, meaningOf(id).id]))
  const wanted = new Set([...keys.values()].flatMap((key) => [key, primaryKey(key)]))
  const rows = await mastersOf(ctx.sql, [...wanted], ctx.caller.organisationId)
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return ids.map((id) => {
    const key = keys.get(id)!
    return namedOf(id, byKey.get(key) ?? byKey.get(primaryKey(key)), [ctx.caller.locale])
  })
}

export function namedOf(id: string, row: NamedRow | undefined, wanted: readonly string[]): Named {
  const { latitude, longitude, brand, model } = row?.fields ?? {}
  return {
    id,
    kind: row?.kind ?? kindOfKey(id),
    name: row ? (textIn(row.texts, wanted, 'name')?.text ?? null) : null,
    brand: brand ?? null,
    model: model ?? null,
    address: row ? (textIn(row.texts, wanted, 'address')?.text ?? null) : null,
    latitude: latitude ?? null,
    longitude: longitude ?? null,
    masterId: row?.id ?? null,
  }
}

/** A register's new row; whoever loads a sample says so. */
export function newMaster(
  ctx: Pick<Ctx, 'newId' | 'now' | 'caller'>,
  organisationId: string,
  values: Pick<MasterRow, 'kind' | 'key' | 'texts' | 'fields'>,
): MasterRow {
  return {
    id: ctx.newId(),
    organisationId,
    ...values,
    state: 'active',
    version: 1,
    isSample: false,
    changedAt: ctx.now,
    changedBy: ctx.caller.personName,
  }
}

const fieldsOfKind: Readonly<Record<MasterKind, readonly (keyof MasterFields)[]>> = {
  product: ['brand', 'model', 'category', 'netContent', 'unit', 'origin', 'shelfLifeDays', 'website'],
  place: ['placeKind', 'regionCode', 'latitude', 'longitude', 'phone', 'website'],
  party: ['creditCode', 'regionCode', 'latitude', 'longitude', 'website', 'phone', 'email'],
}

type Given = MasterFields & {
  name: string
  nameEn?: string
  description?: string
  descriptionEn?: string
  address?: string
  addressEn?: string
}

/** What was typed, as texts and fields; a field that another kind has is refused. */
export function valuesOf(kind: MasterKind, given: Given): { texts: Texts; fields: MasterFields } {
  const { name, nameEn, description, descriptionEn, address, addressEn, ...rest } = given
  const fields: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined || value === '') continue
    if (!fieldsOfKind[kind].includes(key as keyof MasterFields)) throw fieldFault(key, 'trace.rule.otherKind')
    fields[key] = value
  }
  if ((fields.latitude === undefined) !== (fields.longitude === undefined)) {
    throw fieldFault(fields.latitude === undefined ? 'latitude' : 'longitude', 'trace.rule.bothCoordinates')
  }
  const texts: Texts = { zh: textOf(name, description, address) }
  if (nameEn?.trim()) texts.en = textOf(nameEn, descriptionEn, addressEn)
  return { texts, fields: fields as MasterFields }
}

export function textOf(name: string, description?: string, address?: string): NonNullable<Texts['zh']> {
  return {
    name: name.trim(),
    ...(description?.trim() ? { description: description.trim() } : {}),
    ...(address?.trim() ? { address: address.trim() } : {}),
  }
}

export function fieldFault(field: string, rule: string, values?: Record<string, string>): Fault {
  return new Fault('kit.input.invalid', {}, [{ field, rule, ...(values ? { values } : {}) }])
}

async function known(ctx: Ctx, masterId: string): Promise<MasterListed> {
  const row = await findMaster(ctx.sql, masterId)
  if (!row) throw new Fault('trace.master.unknown')
  return row
}

type Change = Pick<MasterRow, 'texts' | 'fields' | 'state' | 'version'>

async function changed(ctx: Ctx, before: MasterListed, change: Change): Promise<Master> {
  if (change.version !== before.version) throw new Fault('kit.conflict')
  await writeChange(ctx, before, change)
  return wholeOf(await known(ctx, before.id))
}

/** The next version; nothing where nothing is different. */
export async function writeChange(ctx: Ctx, before: MasterRow, change: Change): Promise<boolean> {
  const same = (row: Change) => JSON.stringify([sorted(row.texts), sorted(row.fields), row.state])
  if (same(before) === same(change)) return false
  const row = { ...before, ...change, version: before.version + 1 }
  const isWritten = await updateMaster(ctx.sql, {
    ...row,
    changedAt: ctx.now,
    changedBy: ctx.caller.personName,
  })
  if (!isWritten) throw new Fault('kit.conflict')
  await note(ctx, 'trace.master.changed', row, before)
  return true
}

function sorted(value: object): unknown {
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, one]) => [key, typeof one === 'object' && one !== null ? sorted(one) : one])
}

export async function note(ctx: Ctx, action: string, row: MasterRow, before?: MasterRow): Promise<void> {
  const shown = ({ key, texts, fields, state }: MasterRow) => ({ key, texts, fields, state })
  await ctx.audit({
    action,
    subject: 'trace.master',
    subjectId: row.id,
    organisationId: row.organisationId,
    ...(before ? { before: shown(before) } : {}),
    after: shown(row),
  })
}

function lineOf(row: MasterListed): MasterLine {
  const { texts, fields, changedAt, ...rest } = row
  return {
    ...rest,
    ...fields,
    identifier: writtenKey(row.key),
    name: textIn(texts, ['zh'], 'name')?.text ?? '',
    nameEn: texts.en?.name ?? null,
    address: textIn(texts, ['zh'], 'address')?.text ?? null,
    languages: languages.filter((language) => texts[language]),
    changedAt: changedAt.toISOString(),
  }
}

function wholeOf(row: MasterListed): Master {
  return { ...lineOf(row), texts: textRows(row.texts) }
}

/** Every language, empty where there is nothing yet. */
function textRows(texts: Texts) {
  return languages.map((language: Language) => {
    const { name = '', description = '', address = '' } = texts[language] ?? {}
    return { language, name, description, address }
  })
}
