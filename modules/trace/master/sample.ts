import { systemCaller } from '@ronghe/kit/auth'
import { fileKind } from '@ronghe/kit/files'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { DocumentLine, MasterFields } from './contract.ts'
import { type MasterKind, masterKey } from './key.ts'
import { languages, type Texts } from './languages.ts'
import { newMaster, textOf } from './masters.ts'
import { insertDocument } from './store/documents.ts'
import { insertMaster } from './store/masters.ts'
import { insertPrefix } from './store/prefixes.ts'

type Own = { creditCode: string }

/** Invented products, places and parties of sample firms; `content` is that of the paper. */
export type SampleMaster = {
  prefixes: readonly (Own & { prefix: string })[]
  masters: readonly (Own & {
    kind: MasterKind
    identifier: string
    names: Readonly<Record<string, string>>
    descriptions?: Readonly<Record<string, string>>
    addresses?: Readonly<Record<string, string>>
    fields: MasterFields
  })[]
  documents: readonly (Own &
    Pick<DocumentLine, 'kind' | 'title' | 'titleEn' | 'number' | 'issuer' | 'issuedOn' | 'validUntil'> & {
      audience: DocumentLine['audience']
      about: string
      file: string
      content: Uint8Array
    })[]
}

/** Enters the sample once; where a sample firm has its prefix already, nothing. */
export async function loadSampleMaster(house: House, sample: SampleMaster): Promise<void> {
  await house.act(systemCaller, async (ctx) => {
    const ids = await organisationIds(ctx, sample)
    for (const { creditCode, prefix } of sample.prefixes) {
      const organisationId = ids.get(creditCode)
      if (!organisationId) return
      const row = { prefix, organisationId, addedAt: ctx.now, addedBy: null }
      if (!(await insertPrefix(ctx.sql, row))) return
    }
    await keepSampleMaster(ctx, sample, ids)
  })
}

async function organisationIds(ctx: Ctx, { prefixes }: SampleMaster): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { creditCode } of prefixes) {
    const { rows } = await ctx.read(registry).organisations({ query: { q: creditCode } })
    if (rows[0]) ids.set(creditCode, rows[0].id)
  }
  return ids
}

/** The rows themselves, all marked as sample. */
export async function keepSampleMaster(
  ctx: Ctx,
  { masters, documents }: SampleMaster,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { creditCode, kind, identifier, fields, ...words } of masters) {
    const organisationId = ids.get(creditCode)
    const key = masterKey(kind, identifier)
    if (!organisationId || !key) throw new Error(`the sample has no ${kind} ${identifier}`)
    const row = newMaster(ctx, organisationId, { kind, key, texts: textsOf(words), fields })
    await insertMaster(ctx.sql, { ...row, isSample: true, changedBy: null })
  }
  for (const { creditCode, about, file, content, ...document } of documents) {
    await insertDocument(ctx.sql, {
      id: ctx.newId(),
      organisationId: ids.get(creditCode) ?? '',
      key: about,
      ...document,
      language: null,
      fileHash: await ctx.house.files.put(content),
      fileName: file,
      mediaType: fileKind(content)?.mediaType ?? 'application/octet-stream',
      sizeBytes: content.length,
      isSample: true,
      addedAt: ctx.now,
      addedBy: null,
    })
  }
}

type Words = Pick<SampleMaster['masters'][number], 'names' | 'descriptions' | 'addresses'>

function textsOf({ names, descriptions = {}, addresses = {} }: Words): Texts {
  const texts: Texts = {}
  for (const language of languages) {
    const name = names[language]
    if (name) texts[language] = textOf(name, descriptions[language], addresses[language])
  }
  return texts
}
