import { defineModule } from '@ronghe/kit/module'
import { governance } from './contract.ts'
import { startFigures } from './figures.ts'
import en from './i18n/en.json' with { type: 'json' }
import zh from './i18n/zh.json' with { type: 'json' }
import { startReminding } from './indicators/remind.ts'
import { startForcing } from './plan/force.ts'
import { service } from './service.ts'
import { startWatching } from './supervision/watch.ts'

export { loadSampleAppraisals, type SampleAppraisals } from './appraisal/sample.ts'
export { keepToday } from './figures.ts'
export { verifyDraws } from './funds/draws.ts'
export { verifyEntries } from './funds/entry-evidence.ts'
export { loadSampleFunds, type SampleFunds } from './funds/sample.ts'
export { loadSampleReports, type SampleReports } from './indicators/sample.ts'
export { loadPlan, type PlanData } from './plan.ts'
export { loadSample, type SampleSupervision } from './sample.ts'
export { watchLights } from './supervision/watch.ts'

export const governanceModule = defineModule({
  contract: governance,
  service,
  sql: new URL('./sql/', import.meta.url),
  words: { zh, en },
  async start(house) {
    const stops = [startFigures, startWatching, startForcing, startReminding].map((start) => start(house))
    return async () => {
      for (const stop of stops) await stop()
    }
  },
})
