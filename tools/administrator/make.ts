import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { systemCaller } from '@ronghe/kit/auth'
import { systemClock } from '@ronghe/kit/clock'
import { openDatabase } from '@ronghe/kit/db'
import { makeAdministrator } from '@ronghe/registry'
import { StartFault } from '../start/fault.ts'

export type Asked = { email: string; name: string; organisation: string; creditCode: string; region: string }

/** Reads the arguments; the region is the whole one unless a division is named. */
export function askedBy(args: readonly string[], region: string): Asked {
  const text = { type: 'string' } as const
  const options = { email: text, name: text, organisation: text, 'credit-code': text, region: text }
  const given = () => {
    try {
      return parseArgs({ args: [...args], options }).values
    } catch {
      throw new StartFault('administrator.usage')
    }
  }
  const { email, name, organisation, 'credit-code': creditCode, region: division = region } = given()
  if (!email?.includes('@') || !name || !organisation || !creditCode)
    throw new StartFault('administrator.usage')
  return { email, name, organisation, creditCode, region: division }
}

/** Makes the administrator in the database and answers the first password. */
export async function make(databaseUrl: string, asked: Asked): Promise<string> {
  const database = openDatabase({ url: databaseUrl, poolMax: 1 })
  const password = randomBytes(12).toString('base64url')
  const { region: regionCode, ...rest } = asked
  try {
    const refusal = await database.transaction(systemCaller, (sql) =>
      makeAdministrator(
        sql,
        { ...rest, regionCode, password },
        { now: systemClock.now(), newId: systemClock.newId },
      ),
    )
    if (refusal) throw new StartFault(`administrator.${refusal}`, { ...rest })
    return password
  } catch (error) {
    throw plainly(error, asked)
  } finally {
    await database.close()
  }
}

/** What a person can mend: no tables yet, no such division (SQLSTATE, appendix A of PostgreSQL's manual). */
function plainly(error: unknown, { region }: Asked): unknown {
  const { code, constraint_name: broken } = error as { code?: string; constraint_name?: string }
  if (code === '42P01') return new StartFault('administrator.notStarted', { dataDirectory: '' })
  if (code === '23503' && broken?.includes('region'))
    return new StartFault('administrator.region', { region })
  return error
}
