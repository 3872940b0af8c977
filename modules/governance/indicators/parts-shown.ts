import type { Ctx } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { type PartKind, partsOfReports, type ReportPart } from './store/parts.ts'

type Named = ReportPart & { nameZh: string; nameEn: string }

/** The parts of reports with the names of what they are parts of, by report. */
export async function namedParts(ctx: Ctx, reportIds: readonly string[]): Promise<Map<string, Named[]>> {
  const rows = await partsOfReports(ctx.sql, reportIds)
  if (rows.length === 0) return new Map()
  const names = await namesOf(ctx, new Set(rows.map(({ kind }) => kind)))
  const named = rows.map(({ reportId, ...part }) => {
    const { nameZh = part.key, nameEn = part.key } = names.get(`${part.kind} ${part.key}`) ?? {}
    return { reportId, part: { ...part, nameZh, nameEn } }
  })
  return new Map(
    [...Map.groupBy(named, ({ reportId }) => reportId)].map(([id, of]) => [id, of.map(({ part }) => part)]),
  )
}

type Name = { nameZh: string; nameEn: string }

async function namesOf(ctx: Ctx, kinds: ReadonlySet<PartKind>): Promise<Map<string, Name>> {
  const read = ctx.read(registry)
  const divisions = kinds.has('division') ? (await read.regions({})).rows : []
  const trades = kinds.has('trade') ? (await read.trades({ query: {} })).rows : []
  const parks = kinds.has('park') ? (await read.parks({ query: { pageSize: 200 } })).rows : []
  const of = (kind: PartKind, key: string, nameZh: string, nameEn: string | null): [string, Name] => [
    `${kind} ${key}`,
    { nameZh, nameEn: nameEn ?? nameZh },
  ]
  return new Map([
    ...divisions.map(({ code, nameZh, nameEn }) => of('division', code, nameZh, nameEn)),
    ...trades.map(({ code, nameZh, nameEn }) => of('trade', code, nameZh, nameEn)),
    ...parks.map(({ id, name, nameEn }) => of('park', id, name, nameEn)),
  ])
}
