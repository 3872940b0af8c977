import { holds } from '@ronghe/kit/auth'
import type { Ctx } from '@ronghe/kit/module'
import type { Duties } from './rows.ts'

/** For what the caller may be waited for. */
export function dutiesOf({ caller }: Ctx): Duties {
  return {
    organisationId: caller.organisationId,
    supervises: holds(caller, 'governance.supervise'),
    approves: holds(caller, 'governance.approve'),
    handles: holds(caller, 'governance.handle'),
  }
}
