import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { governance } from '../contract.ts'
import { releasePackage } from './releases.ts'
import { listApplications } from './store/applications.ts'
import { payerNames, paymentsOf } from './store/movements.ts'

type Routes = Pick<Service<typeof governance>, 'fundReleases'>

const releasesPerPage = 1000

/** Awards with their transactions, open to everybody, page by page. */
export const publication: Routes = {
  async fundReleases(ctx, { query }) {
    const { page = 1, pageSize = releasesPerPage } = query
    const content = await elevated(ctx.sql, ctx.caller, async () => {
      const asked = { page, pageSize, isAwarded: true }
      const { rows, total } = await listApplications(ctx.sql, asked, null)
      // A package of nothing is none, by the standard.
      if (rows.length === 0) throw new Fault('governance.release.none')
      const paid = await Promise.all(rows.map((one) => paymentsOf(ctx.sql, one.id)))
      const { PUBLIC_URL, OPEN_DATA_LICENCE: licence } = ctx.house.config
      // The package is in Chinese, and so is who publishes it; without a region nobody has a name yet.
      const publisher = (await ctx.read(registry).me({})).region?.nameZh ?? 'Ronghe'
      const sample = ctx.t('governance.release.sample')
      const payers = await payerNames(ctx.sql)
      const about = { publisher, address: PUBLIC_URL || 'http://localhost', sample, payers }
      return releasePackage(ctx.now, rows, paid, { ...about, licence, page, pageSize, total })
    })
    return {
      name: `ronghe-funds-ocds-${page}.json`,
      mediaType: 'application/json',
      content: Buffer.from(JSON.stringify(content, null, 1)),
    }
  },
}
