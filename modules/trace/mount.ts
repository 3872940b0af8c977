import type { House, WhoAsks } from '@ronghe/kit/module'
import type { FastifyInstance } from 'fastify'
import { mountBinding } from './binding/mount.ts'
import { mountResolver } from './resolver/mount.ts'

/** What is reached by paths of standards: the REST binding of EPCIS, and digital links. */
export async function mount(app: FastifyInstance, house: House, whoAsks: WhoAsks): Promise<void> {
  await mountBinding(app, house, whoAsks)
  await mountResolver(app, house)
}
