import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { evidenceQueries } from '../evidence.ts'
import { type Form, type FormFault, loadForm } from '../form/form.ts'

type Told = { path: string; code: string; message: string }

/** The form of a text, or all its faults in the reader's language. */
export function read(ctx: Ctx, text: string): { form: Form } | { faults: Told[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Fault('assess.framework.unread', {}, [{ field: 'file', rule: 'fault.assess.framework.unread' }])
  }
  const loaded = loadForm(value)
  const faults = [...('faults' in loaded ? loaded.faults : []), ...queryFaults(value)]
  return 'form' in loaded && faults.length === 0
    ? loaded
    : { faults: faults.map((fault) => told(ctx, fault)) }
}

function told(ctx: Ctx, { path, code, detail }: FormFault): Told {
  const key = `assess.fileFault.${code.startsWith('schema.') ? 'schema' : code}`
  const message = ctx.t(key, { detail })
  return { path, code, message: message === key ? `${code} ${detail}` : message }
}

/** Evidence that no room gives. Kept frameworks may name it: a room may cease to. */
function queryFaults(value: unknown): FormFault[] {
  const { questions } = (value ?? {}) as { questions?: unknown }
  return Object.entries(questions ?? {}).flatMap(([question, about]) => {
    const asked = (about as { evidence?: { query?: unknown; version?: unknown } } | null)?.evidence
    const name = `${asked?.query}@${asked?.version}`
    if (!asked || evidenceQueries.includes(name)) return []
    return [{ path: `/questions/${question}/evidence/query`, code: 'query.unknown', detail: name }]
  })
}
