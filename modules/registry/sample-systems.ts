import type { Ctx } from '@ronghe/kit/module'
import { chinaToday, systemFaults } from './service/system-values.ts'
import * as parts from './store/system-parts.ts'
import * as store from './store/systems.ts'

type Link = Pick<parts.LinkRow, 'exchanged' | 'isAutomatic'> & { to: string }

/** An invented system of a sample firm; links name another system of the same firm. */
export type SampleSystem = Omit<store.SystemValues, 'processes'> & {
  processes: readonly string[]
  organisation: string
  status: store.SystemRow['status']
  papers: readonly { paperKind: parts.PaperRow['paperKind']; name: string; content: Uint8Array }[]
  links?: readonly Link[]
  enteredBy: string
  confirmedBy: string
}

/** Ledgers of sample firms; a firm that has one keeps it. */
export async function keepSystems(
  ctx: Ctx,
  idOf: (organisation: string) => string,
  systems: readonly SampleSystem[],
): Promise<void> {
  for (const [organisation, own] of Map.groupBy(systems, (one) => one.organisation)) {
    const organisationId = idOf(organisation)
    if (await store.hasLedger(ctx.sql, organisationId)) continue
    const ids = new Map<string, string>()
    for (const one of own) ids.set(one.name, await keepSystem(ctx, organisationId, one))
    for (const one of own) await keepLinks(ctx, organisationId, ids, one)
  }
}

async function keepSystem(ctx: Ctx, organisationId: string, one: SampleSystem): Promise<string> {
  const { organisation: _, status, papers, links: __, enteredBy, confirmedBy, ...given } = one
  const values = { ...given, processes: given.processes as store.SystemValues['processes'] }
  const kind = (await parts.listKinds(ctx.sql)).find(({ code }) => code === values.kindCode)
  const [fault] = systemFaults(values, kind, chinaToday(ctx))
  if (fault) throw new Error(`the sample's system ${one.name}: ${fault.field} ${fault.rule}`)
  const id = ctx.newId()
  await store.insertSystem(ctx.sql, { ...values, id, organisationId, isSample: true }, ctx.now)
  for (const { paperKind, name: fileName, content } of papers) {
    const fileHash = await ctx.house.files.put(content)
    const about = { id: ctx.newId(), systemId: id, paperKind, fileHash, fileName, addedBy: enteredBy }
    const paper = { ...about, mediaType: 'application/pdf', bytes: content.length }
    await parts.insertPaper(ctx.sql, organisationId, paper, ctx.now)
  }
  await store.keepSample(ctx.sql, id, status, confirmedBy, ctx.now)
  const about = { organisationId, systemId: id, reason: null, before: undefined }
  const added = { ...about, action: 'added', byName: enteredBy, after: values }
  await parts.insertChange(ctx.sql, added, ctx.now)
  if (status === 'confirmed')
    await parts.insertChange(
      ctx.sql,
      { ...about, action: status, byName: confirmedBy, after: undefined },
      ctx.now,
    )
  return id
}

async function keepLinks(
  ctx: Ctx,
  organisationId: string,
  ids: ReadonlyMap<string, string>,
  { name, links = [] }: SampleSystem,
): Promise<void> {
  for (const { to, exchanged, isAutomatic } of links) {
    const [fromId, toId] = [ids.get(name), ids.get(to)]
    if (!fromId || !toId) throw new Error(`the sample links ${name} to unknown ${to}`)
    const link = { id: ctx.newId(), fromId, toId, exchanged, isAutomatic, note: '' }
    await parts.insertLink(ctx.sql, organisationId, link, ctx.now)
  }
}
