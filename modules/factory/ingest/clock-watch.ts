import type { Ctx } from '@ronghe/kit/module'
import type { LogLine } from '../store/edge-health.ts'
import { edgeById } from '../store/edges.ts'

/** Off by more, the times that an edge gives mislead; as right again counts what is off by less than half. */
const wrongMs = 60_000

type Translate = (locale: 'zh' | 'en', word: string, values: Record<string, string | number>) => string

/**
 * Follows the clocks of edges by what they say the time is. When one goes wrong, is wrong otherwise than
 * before, or is right again, it answers a line for the edge's log. Data are kept at the times they bear: by
 * this line, people know from when to when those are wrong, and by how much.
 */
export function createClockWatch(translate: Translate) {
  const known = new Map<string, number>()
  return (edgeId: string, offsetMs: number): LogLine[] => {
    const before = known.get(edgeId) ?? 0
    const isWrong = Math.abs(offsetMs) > (before === 0 ? wrongMs : wrongMs / 2)
    if (isWrong ? Math.abs(offsetMs - before) <= wrongMs : before === 0) return []
    known.set(edgeId, isWrong ? offsetMs : 0)
    const word = !isWrong ? 'Again' : offsetMs > 0 ? 'Ahead' : 'Behind'
    const said = (locale: 'zh' | 'en') =>
      translate(locale, `factory.edge.clockNote${word}`, { seconds: Math.round(Math.abs(offsetMs) / 1000) })
    return [{ device: '', state: isWrong ? 'clockWrong' : 'noted', zh: said('zh'), en: said('en') }]
  }
}

/** Tells those who look after edges that a clock is wrong. */
export async function tellClock(ctx: Ctx, edgeId: string, offsetMs: number): Promise<void> {
  const edge = await edgeById(ctx.sql, edgeId)
  if (!edge) return
  const word = `factory.notice.clock${offsetMs > 0 ? 'Ahead' : 'Behind'}`
  await ctx.notify({
    to: { organisationId: edge.organisationId, may: 'factory.connect' },
    word,
    blanks: { edge: edge.name, seconds: String(Math.round(Math.abs(offsetMs) / 1000)) },
    link: `/factory/edges/${edge.id}`,
  })
}
