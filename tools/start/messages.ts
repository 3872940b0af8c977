/** Words in both languages of the terminal, as a child program hands them over. */
export type Both = { zh: string; en: string }

/** A sample account that the server made, for the person who starts Ronghe. */
export type Account = { user: string; password: string; role: Both }

/** What the server says once it answers requests. */
export type Ready = {
  ready: true
  /** Address that people open. */
  url: string
  /** Configuration files of the edges that run on this machine, for `apps/edge/main.ts --config`. */
  edgeConfigs?: readonly string[]
  /** Configuration file of the sample plant; none: no plant runs. */
  plantConfig?: string
  /** Sample accounts, when there are any. */
  accounts?: readonly Account[]
}

/** Everything the server may say to the supervisor. */
export type FromServer =
  | Ready
  | { say: Both }
  | { backup: { id: number; fault?: { code: string; values: Record<string, string | number> } } }

/** Everything the supervisor may say to the server. */
export type ToServer = { backup: { id: number; directory: string } }
