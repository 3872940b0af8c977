import { type TestHouse, type TestHouseOptions, testHouse } from '@ronghe/kit/test'
import { modules } from './modules.ts'
import { loadAll } from './region.ts'
import { loadSampleRows } from './sample.ts'

/**
 * The whole server with the sample region in this process, so that a test moves its clock;
 * without edges and sample plant.
 */
export async function sampleHouse(password: string, options: TestHouseOptions = {}): Promise<TestHouse> {
  const house = await testHouse(modules, { start: false, ...options })
  await loadAll(house.house)
  await loadSampleRows(house.house, { password, edges: {} })
  // People are told of what happens only from here on.
  await house.startModules()
  return house
}
