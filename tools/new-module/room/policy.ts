import type { Caller } from '@ronghe/kit/auth'

/** M3: only its author takes a note away; the program itself may for its own housekeeping. */
export function mayRemove(caller: Caller, note: { authorId: string }): boolean {
  return caller.personId === note.authorId || caller.permissions.has('*')
}
