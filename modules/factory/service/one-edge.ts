import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { edgeProgram } from '@ronghe/kit/program'
import { devicesOfEdge } from '../store/device-sessions.ts'
import { edgeDetail } from '../store/edge-health.ts'
import { edgeById } from '../store/edges.ts'

let offered: ReturnType<typeof edgeProgram> | null = null

/** The program an edge runs beside the one of this server's own copy, which it could be given. */
export function judged(program: { version: string; hash: string } | null | undefined) {
  offered ??= edgeProgram()
  return program ? { ...program, isCurrent: program.hash === offered.hash } : null
}

/** An edge with what it says of itself. */
export async function oneEdge(ctx: Ctx, { params }: { params: { edgeId: string } }) {
  const edge = await edgeById(ctx.sql, params.edgeId)
  const detail = await edgeDetail(ctx.sql, params.edgeId)
  if (!edge || !detail) throw new Fault('kit.notFound')
  const { locale } = ctx.caller
  const { health, refusal } = detail
  const devices = await devicesOfEdge(ctx.sql, params.edgeId)
  const { source, version } = health?.configuration ?? {}
  return {
    id: edge.id,
    organisationId: edge.organisationId,
    code: edge.code,
    name: edge.name,
    isOnline: edge.isOnline,
    stateAt: edge.stateAt?.toISOString() ?? null,
    stateReason: edge.stateReason && ctx.t(edge.stateReason),
    isSample: edge.isSample,
    healthAt: detail.healthAt?.toISOString() ?? null,
    clockOffsetMs: detail.clockOffsetMs === null ? null : Number(detail.clockOffsetMs),
    lastSignalAt: detail.lastSignalAt?.toISOString() ?? null,
    bufferBytes: health?.bufferBytes ?? null,
    unacknowledged: health?.unacknowledged ?? null,
    dropped: health?.dropped ?? null,
    connections: (health?.connections ?? []).map((one) => ({
      device: one.device,
      state: one.state,
      reason: one[locale],
    })),
    devices: devices.map((one) => ({ ...one, at: one.at.toISOString() })),
    source: source === 'file' || source === 'server' ? (source as 'file' | 'server') : null,
    versionInForce: typeof version === 'number' ? version : null,
    newestVersion: detail.newestVersion,
    refusal: refusal?.[locale] ?? null,
    program: judged(health?.program),
  }
}
