import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { hashOf } from '../canonical.ts'
import { ingestOf } from '../ingest/start.ts'
import { saveConfiguration } from '../service/edge-configurations.ts'
import { rollOuts } from '../service/roll-outs.ts'
import { newestConfiguration, wasConfiguredByHand } from '../store/edge-health.ts'
import { edgeById } from '../store/edges.ts'
import type { Device } from './devices.ts'

/** Machines that were set up at one edge of the sample and rolled out to another. */
export type SampleRollOut = {
  from: string
  to: string
  personName: string
  versions: readonly { note: string; devices: readonly Device[] }[]
}

/**
 * Rolls the versions out one after the other, and the last one again where the machines' addresses changed
 * since. An edge that a person configured is left as it is.
 */
export async function rollOutSample(house: House, sample: SampleRollOut): Promise<void> {
  const from = await house.act(systemCaller, ({ sql }) => edgeById(sql, sample.from))
  const last = sample.versions.at(-1)
  if (!from || !last) return
  const caller = { ...systemCaller, organisationId: from.organisationId, personName: sample.personName }
  await house.act(caller, async (within) => {
    // No room acts here that could tell of it; the edge is given its machines when this is committed.
    const ctx = { ...within, emit: async () => {} }
    const newest = await newestConfiguration(ctx.sql, sample.to)
    if (newest?.hash === hashOf(last.devices)) return
    if (await wasConfiguredByHand(ctx.sql, sample.to)) return
    for (const { note, devices } of newest ? [last] : sample.versions) {
      const version = await saveConfiguration(ctx, from, devices, note)
      const params = { edgeId: from.id, version }
      const body = { edges: [sample.to], note }
      await rollOuts.rollOutConfiguration(ctx, { params, query: {}, body })
    }
  })
  ingestOf(house).configure(sample.to)
}
