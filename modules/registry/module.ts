import { defineModule, type House } from '@ronghe/kit/module'
import { identify } from './auth/identify.ts'
import { mountSignIn } from './auth/mount.ts'
import { createSignIn, type SignIn } from './auth/sign-in.ts'
import { registry } from './contract.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { startMailing } from './notify.ts'
import { rememberRegions } from './region.ts'
import { subscribes } from './service/events.ts'
import { service } from './service.ts'

export { type FirstAdministrator, makeAdministrator } from './auth/administrator.ts'
export { loadRegion, loadSample, type RegionData, type SampleData } from './region.ts'

const signIns = new WeakMap<House, Promise<SignIn>>()

function signInOf(house: House): Promise<SignIn> {
  const known = signIns.get(house) ?? createSignIn(house)
  signIns.set(house, known)
  return known
}

export const registryModule = defineModule({
  contract: registry,
  service,
  sql: new URL('./sql/', import.meta.url),
  words: { zh, en },
  subscribes,
  async start(house) {
    await rememberRegions(house)
    return startMailing(house)
  },
  mount: async (app, house) => mountSignIn(app, house, await signInOf(house)),
  identify: async (house, asking) => identify(house, await signInOf(house), asking),
})
