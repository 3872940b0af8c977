import type { Service } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import { listNotifications, markRead } from '../store/notifications.ts'
import { mine } from './me.ts'

type Routes = Pick<Service<typeof registry>, 'notifications' | 'readNotifications'>

export const notifications: Routes = {
  async notifications(ctx, { query }) {
    const { rows, total, unread } = await listNotifications(ctx.sql, mine(ctx), query)
    return {
      total,
      unread,
      rows: rows.map((row) => ({
        id: row.id,
        text: ctx.t(`${row.word}.text`, row.blanks),
        link: row.link,
        createdAt: row.created_at.toISOString(),
        readAt: row.read_at?.toISOString() ?? null,
      })),
    }
  },

  async readNotifications(ctx, { body }) {
    await markRead(ctx.sql, mine(ctx), body.ids ?? null, ctx.now)
    return { done: true }
  },
}
