import { defineModule } from '@ronghe/kit/module'
import { deskOf } from './capture/desk.ts'
import { resume } from './capture/resume.ts'
import { startClosing } from './chain/close.ts'
import { trace } from './contract.ts'
import { startDispatch } from './deliver/dispatch.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { mount } from './mount.ts'
import { startRules } from './rules/round.ts'
import { service } from './service.ts'

export { verifyTrace } from './chain/verify.ts'
export { loadSampleMaster, type SampleMaster } from './master/sample.ts'
export { loadSampleRules, type SampleRule } from './rules/sample.ts'
export { loadSample, type SampleEvents } from './sample.ts'
export { startSampleShipment } from './sample-shipment.ts'
export { loadSampleUse, type SampleUse } from './sample-use.ts'

export const traceModule = defineModule({
  contract: trace,
  service,
  sql: new URL('./sql/', import.meta.url),
  words: { zh, en },
  ...{ mount, counted: ['/epcis'] },
  async start(house) {
    const failed = (err: unknown) => house.log.error({ err }, 'captures resumed')
    const resumed = resume(house).catch(failed)
    const stop = await startDispatch(house)
    const stopClosing = startClosing(house)
    const stopRules = startRules(house)
    return async () => {
      await resumed
      await stopClosing()
      await stopRules()
      await deskOf(house).stop()
      await stop()
    }
  },
})
