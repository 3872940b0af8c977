import type { House } from '@ronghe/kit/module'

/** Tells the pages that watch alarms that something changed there. */
export function tellPages(
  house: House,
  rows: readonly { organisationId: string; equipmentId: string }[],
  announced: { name: string; rank: number } | null = null,
): void {
  for (const { organisationId, equipmentId } of rows) {
    const topic = { name: 'factory.alarms', may: 'factory.read', organisationId }
    house.publish(topic, { equipmentId, announced })
  }
}
