import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { canonicalJson } from '@ronghe/scoring'
import { loadForm, sha256 } from './form/form.ts'
import { type Procedure, procedureFaults } from './procedure/procedure.ts'
import { readRules } from './quality/rules.ts'
import { valuesOf } from './service/frameworks.ts'
import { insertProcedure } from './store/cases.ts'
import { frameworkByVersion, insertFramework } from './store/frameworks.ts'
import { insertRule, newestRules } from './store/quality-rules.ts'

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

/** Brings the region's procedures; a version that is there stays, and cases go on by theirs. */
export function loadProcedures(house: House, files: readonly unknown[]): Promise<void> {
  return house.act(systemCaller, async ({ sql, newId, now }) => {
    for (const file of files) {
      const faults = procedureFaults(file)
      if (faults.length > 0)
        throw new Error(`a procedure of the region has faults: ${JSON.stringify(faults.slice(0, 5))}`)
      const { code, version, kind, name } = file as Procedure
      const content = canonicalJson(file)
      const about = { id: newId(), code, version, kind, zh: name.zh, en: name.en }
      await insertProcedure(sql, { ...about, content, hash: sha256(content) }, now)
    }
  })
}

/** Brings the region's rules of data quality; what an administrator has changed since stays. */
export function loadQualityRules(house: House, file: unknown): Promise<void> {
  return house.act(systemCaller, async ({ sql, now }) => {
    const read = readRules(file)
    if ('faults' in read) throw new Error(`the region's rules of data quality: ${read.faults.join('; ')}`)
    const known = await newestRules(sql)
    for (const { kind, least, threshold, source, isExample } of read.rules) {
      if (known.some((one) => one.kind === kind)) continue
      const about = { sourceZh: source.zh, sourceEn: source.en, isExample, reason: null }
      await insertRule(sql, { kind, version: 1, least, threshold, ...about, byName: 'system' }, now)
    }
  })
}
