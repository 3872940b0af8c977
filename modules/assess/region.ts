import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { loadForm } from './form/form.ts'
import { valuesOf } from './service/frameworks.ts'
import { frameworkByVersion, insertFramework } from './store/frameworks.ts'

/** Brings the region's frameworks; a version that is there stays as it was published. */
export function loadFrameworks(house: House, files: readonly unknown[]): Promise<void> {
  return house.act(systemCaller, async ({ sql, newId, now }) => {
    for (const file of files) {
      const loaded = loadForm(file)
      if ('faults' in loaded)
        throw new Error(`a framework of the region has faults: ${JSON.stringify(loaded.faults.slice(0, 5))}`)
      const values = valuesOf(loaded.form)
      if (await frameworkByVersion(sql, values.code, values.version)) continue
      const one = { ...values, id: newId(), isPublished: true, by: systemCaller.personName }
      await insertFramework(sql, one, now)
    }
  })
}
