import { type ControlProps, FindSelect, FormDialog, useWords } from '@ronghe/kit/ui'
import { useCallback } from 'react'
import { factory } from '../contract.ts'
import { ChangesAt } from './edge-changes.tsx'
import { useFinders } from './finders.ts'
import type { Edge } from './types.ts'

/** Gives other edges of the firm the machines of a version, after it was seen what changes at each. */
export function RollOut({ edge, version, onClose }: { edge: Edge; version: number; onClose: () => void }) {
  const { t } = useWords()
  const render = (props: ControlProps) => <Targets {...props} edge={edge} version={version} />
  return (
    <FormDialog
      contract={factory}
      route="rollOutConfiguration"
      open
      onClose={onClose}
      title={t('factory.edge.rollOut', { version })}
      input={{ params: { edgeId: edge.id, version } }}
      fields={{ edges: { render }, note: { control: 'longText' } }}
      forgets={['rollOuts', 'oneEdge', 'edgeConfigurations', 'edges']}
    />
  )
}

function Targets({
  edge,
  version,
  value,
  onChange,
  ...rest
}: ControlProps & { edge: Edge; version: number }) {
  const { findEdges } = useFinders()
  const find = useCallback(
    async (q: string) =>
      (await findEdges(q))
        .filter(({ id, organisationId }) => id !== edge.id && organisationId === edge.organisationId)
        .map(({ id, name, code }) => ({ value: id, text: `${name} (${code})` })),
    [findEdges, edge],
  )
  const chosen = (value ?? []) as string[]
  return (
    <>
      <FindSelect {...rest} several find={find} value={chosen} onChange={(next) => onChange?.(next)} />
      {chosen.map((edgeId) => (
        <ChangesAt key={edgeId} edgeId={edgeId} from={{ edgeId: edge.id, version }} />
      ))}
    </>
  )
}
