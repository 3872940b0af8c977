import { defineModule } from '@ronghe/kit/module'
import { assess } from './contract.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { service } from './service.ts'
import { startWatching } from './watch.ts'

export { loadFrameworks, loadProcedures, loadQualityRules } from './region.ts'
export { loadSample, type SampleAssess } from './sample.ts'
export { verifyAll } from './verify.ts'
export { remindReviews } from './watch.ts'

export const assessModule = defineModule({
  contract: assess,
  service,
  sql: new URL('./sql/', import.meta.url),
  words: { zh, en },
  async start(house) {
    return startWatching(house)
  },
})
