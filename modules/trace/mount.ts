import type { House, WhoAsks } from '@ronghe/kit/module'
import type { FastifyInstance } from 'fastify'
import { mountBinding } from './binding/mount.ts'
import { mountConsumer } from './consumer/mount.ts'
import { mountIdentifiers } from './identifier/mount.ts'
import { mountPassport } from './passport/mount.ts'
import { mountResolver } from './resolver/mount.ts'

/** What is reached by paths of standards: the REST binding of EPCIS, digital links, and what they show. */
export async function mount(app: FastifyInstance, house: House, whoAsks: WhoAsks): Promise<void> {
  await mountBinding(app, house, whoAsks)
  await mountResolver(app, house)
  await mountConsumer(app, house, whoAsks)
  await mountPassport(app, house)
  await mountIdentifiers(app, house, whoAsks)
}
