import { systemCaller } from '@ronghe/kit/auth'
import { keyFor } from '@ronghe/kit/config'
import { Fault } from '@ronghe/kit/errors'
import type { House } from '@ronghe/kit/module'
import { canonical } from '../canonical.ts'
import { keepSealed, unsealedConfigurations, type Version } from '../store/edge-health.ts'
import type { Device } from './devices.ts'
import { openDevices, sealDevices } from './seal.ts'

const purpose = 'factory.machine-passwords'

/** Text of devices as the database keeps it. */
export async function sealedText(
  house: House,
  organisationId: string,
  devices: readonly Device[],
): Promise<string> {
  const key = await keyFor(house, purpose)
  const randomBytes = (size: number) => house.clock.randomBytes(size)
  return canonical(sealDevices(devices, { key, organisationId, randomBytes }))
}

/** A kept version with the very text its edge is given; a fault when the server's secret is another one. */
export async function opened(house: House, version: Version): Promise<Version & { devices: Device[] }> {
  const key = await keyFor(house, purpose)
  try {
    const kept = JSON.parse(version.text) as Device[]
    const devices = openDevices(kept, { key, organisationId: version.organisationId })
    return { ...version, devices, text: canonical(devices) }
  } catch {
    throw new Fault('factory.edge.secretChanged')
  }
}

/** Seals what was kept before passwords were sealed. */
export async function sealFormer(house: House): Promise<void> {
  await house.act(systemCaller, async ({ sql }) => {
    for (const { id, organisationId, text } of await unsealedConfigurations(sql)) {
      await keepSealed(sql, id, await sealedText(house, organisationId, JSON.parse(text) as Device[]))
    }
  })
}
