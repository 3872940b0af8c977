import type { Ctx, Service } from '@ronghe/kit/module'
import { cellMin, cellOf, stepped } from '../benchmark.ts'
import type { assess } from '../contract.ts'
import { branchOf } from '../form/worth.ts'
import { isOfficialOf } from '../policy.ts'
import { listPeers, type PeerRow, peersOf } from '../store/peers.ts'
import { type OneRun, oneRun, within } from './one-run.ts'

type Routes = Pick<Service<typeof assess>, 'benchmark' | 'peerGroup' | 'peers'>
type Scope = 'all' | 'region' | 'trade' | 'size'
type Group = { scope: Scope; key: string; peers: readonly PeerRow[] }

/** How a firm stands among others: each group, what is counted in it, and to officials its firms (A9). */
export const benchmark: Routes = {
  async benchmark(ctx, { params }) {
    const one = await oneRun(ctx, params.runId)
    const { all, groups } = await groupsOf(ctx, one)
    const { high } = branchOf(one.form, one.run.facts)
    const { total } = one.run
    return { cells: groups.map((group) => shownCell(group, all, total, high)), total, high }
  },

  async peerGroup(ctx, { params, query }) {
    const one = await oneRun(ctx, params.runId)
    const { run } = one
    const { all, groups } = await groupsOf(ctx, one)
    const group = groups.find(({ scope }) => scope === query.scope) ?? noGroup(query.scope)
    const { high } = branchOf(one.form, run.facts)
    const { below } = cellOf(group.peers, all, run.total, high)
    const waiting = group.peers.length - stepped(group.peers).length
    return {
      ...{ cell: shownCell(group, all, run.total, high), below, cellMin, high, total: run.total },
      ...{ year: run.year, organisationName: run.organisationName },
      framework: { zh: run.nameZh, en: run.nameEn },
      waiting: isOfficialOf(ctx.caller, run) ? waiting : null,
    }
  },

  async peers(ctx, { params, query }) {
    const one = await oneRun(ctx, params.runId)
    const { scope = 'all', isCounted, ...rest } = query
    const { groups } = await groupsOf(ctx, one)
    const { peers } = groups.find((group) => group.scope === scope) ?? noGroup(scope)
    const counted = stepped(peers).map(({ runId }) => runId)
    const filter = { ...rest, isCounted: isCounted ?? null }
    const ids = { all: peers.map(({ runId }) => runId), counted }
    // Of the group he sees the firms of his division, by the rules of the rows.
    const { rows, total } = await listPeers(ctx.sql, ctx.caller.locale, ids, filter)
    return { total, rows: rows.map((row) => ({ ...row, submittedAt: row.submittedAt.toISOString() })) }
  },
}

/** The groups in which a run is compared; all of its framework and year is the widest. */
async function groupsOf(ctx: Ctx, { run }: OneRun): Promise<{ all: PeerRow[]; groups: Group[] }> {
  const all = await within(ctx, () => peersOf(ctx.sql, run.frameworkCode, run.year))
  const firm = all.find(({ runId }) => runId === run.id)
  const city = run.regionCode.slice(0, 4)
  const [trade, size] = [firm?.tradeCode?.slice(0, 2), firm?.sizeClass]
  const narrow = (scope: Scope, key: string, pick: (one: PeerRow) => boolean): Group => {
    return { scope, key, peers: all.filter(pick) }
  }
  const groups = [
    { scope: 'all' as const, key: '', peers: all },
    narrow('region', `${city}00`, ({ regionCode }) => regionCode.startsWith(city)),
    ...(trade ? [narrow('trade', trade, ({ tradeCode }) => tradeCode?.startsWith(trade) ?? false)] : []),
    ...(size ? [narrow('size', size, ({ sizeClass }) => sizeClass === size)] : []),
  ]
  return { all, groups }
}

function noGroup(scope: Scope): Group {
  return { scope, key: '', peers: [] }
}

function shownCell({ scope, key, peers }: Group, all: readonly PeerRow[], own: string | null, high: string) {
  const { below: _below, ...cell } = cellOf(peers, all, own, high)
  return { scope, key, ...cell }
}
