import type { Child } from './child.ts'
import type { Command, Status } from './control.ts'
import type { Database } from './database.ts'
import { StartFault } from './fault.ts'
import type { FromServer, ToServer } from './messages.ts'

type Answered = Extract<FromServer, { backup: unknown }>['backup']

export type SeriesBackups = {
  /** Has the server back its telemetry up into `directory`, which must not exist. */
  run(directory: string): Promise<void>
  answered(answer: Answered): void
}

const answerMsMax = 3_600_000

/** Joins the questions to the server with its answers, which come in any order. */
export function seriesBackups(send: (message: ToServer) => boolean): SeriesBackups {
  const waiting = new Map<number, (answer: Answered | null) => void>()
  let last = 0
  return {
    async run(directory) {
      last += 1
      const id = last
      const answer = await new Promise<Answered | null>((resolve) => {
        const timer = setTimeout(() => resolve(null), answerMsMax)
        waiting.set(id, (given) => {
          clearTimeout(timer)
          resolve(given)
        })
        if (!send({ backup: { id, directory } })) waiting.get(id)?.(null)
      })
      waiting.delete(id)
      if (answer === null) throw new StartFault('start.server.away')
      if (answer.fault) throw new StartFault(answer.fault.code, answer.fault.values)
    },
    answered: (answer) => waiting.get(answer.id)?.(answer),
  }
}

type House = {
  server: Child | null
  field: readonly Child[]
  database: Database | null
  url: string | null
  backups: SeriesBackups
}

/** What a running Ronghe answers to each command; `stop` is called when it is asked to end. */
export function answerTo(house: House, stop: () => void): (command: Command) => Promise<unknown> {
  return async (command) => {
    switch (command.command) {
      case 'status':
        return statusOf(house)
      case 'stop':
        stop()
        return null
      case 'backup-series':
        return house.backups.run(command.directory)
      default:
        throw new StartFault('start.command.unknown', { command: String((command as Command).command) })
    }
  }
}

function statusOf(house: House): Status {
  const embedded = house.database?.embedded() ?? null
  const children = [...(house.server ? [house.server] : []), ...house.field]
  return {
    pid: process.pid,
    url: house.url,
    children: children.map((one) => ({ name: one.name, pid: one.pid(), restarts: one.restarts() })),
    database: embedded && { url: embedded.url, cluster: embedded.cluster, pid: embedded.pid },
  }
}
