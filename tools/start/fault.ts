import type { Values } from './words.ts'

/** A reason not to go on, said by a code that has words (`fault.<code>`) and tells what to do. */
export class StartFault extends Error {
  readonly code: string
  readonly values: Values

  constructor(code: string, values: Values = {}) {
    super(`${code} ${JSON.stringify(values)}`)
    this.name = 'StartFault'
    this.code = code
    this.values = values
  }
}
