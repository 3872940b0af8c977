import { FormDialog, useApi, useWords } from '@ronghe/kit/ui'
import { factory } from '../contract.ts'
import type { Edge } from './types.ts'

/** Gives other edges of the firm the machines of a version. */
export function RollOut({ edge, version, onClose }: { edge: Edge; version: number; onClose: () => void }) {
  const { t } = useWords()
  const { call } = useApi(factory)
  const find = async (q: string) => {
    const { rows } = await call.edges({
      query: { organisation: edge.organisationId, ...(q ? { q } : {}), pageSize: 50 },
    })
    return rows
      .filter(({ id, revokedAt }) => id !== edge.id && revokedAt === null)
      .map(({ id, name, code }) => ({ value: id, text: `${name} (${code})` }))
  }
  return (
    <FormDialog
      contract={factory}
      route="rollOutConfiguration"
      open
      onClose={onClose}
      title={t('factory.edge.rollOut', { version })}
      input={{ params: { edgeId: edge.id, version } }}
      fields={{ edges: { find }, note: { control: 'longText' } }}
      forgets={['rollOuts', 'oneEdge', 'edgeConfigurations', 'edges']}
    />
  )
}
