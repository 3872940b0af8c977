import {
  Allowed,
  ConfirmButton,
  Link,
  ListPage,
  type RowOf,
  SampleTag,
  say,
  useApi,
  useGo,
  useMay,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'
import { SystemForm } from './system-form.tsx'
import { Coverage, OfSystem, SystemState } from './system-state.tsx'
import { useKinds } from './use-kinds.ts'

/** The ledger of information systems: one's own, or of the firms that one confirms. */
export function Page() {
  const { t } = useWords()
  const kinds = useKinds()
  const isFirm = useMe().organisation?.kind === 'enterprise'
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const ask = useAsking()
  return (
    <>
      <ListPage
        contract={registry}
        route="systems"
        title={t('registry.page.systems')}
        rowKey="id"
        before={<small>{t('registry.systems.hint')}</small>}
        filters={[
          { key: 'kind', title: 'registry.column.kindName', options: kinds.options },
          'process',
          'status',
          'isInUse',
        ]}
        actions={<Actions onAdd={() => setAdding(true)} />}
        columns={[
          {
            key: 'name',
            main: true,
            sort: true,
            render: (row) => (
              <>
                <Link to={`/registry/systems/${row.id}`}>{row.name}</Link>{' '}
                {row.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          ...(isFirm ? [] : [{ key: 'organisationName' as const, sort: true }]),
          { key: 'kindName', sort: true, render: (row) => <Kind row={row} /> },
          { key: 'status', sort: true, render: (row) => <SystemState row={row} /> },
          { key: 'coveredPercent', sort: true, render: (row) => <Coverage row={row} isOpening /> },
          { key: 'links', align: 'end', render: (row) => <OfSystem id={row.id} value={row.links} /> },
          { key: 'papers', align: 'end', render: (row) => <OfSystem id={row.id} value={row.papers} /> },
        ]}
        {...(may('registry.system.write')
          ? {
              bulkActions: [
                {
                  key: 'ask',
                  text: t('registry.action.askSystems'),
                  onClick: (rows: { id: string }[]) => ask(rows.map(({ id }) => id)),
                },
              ],
            }
          : {})}
      />
      {isAdding ? <SystemForm system={null} onClose={() => setAdding(false)} /> : null}
    </>
  )
}

type System = RowOf<typeof registry, 'systems'>

/** The kind, and below it what the firm uses the system for. */
function Kind({ row }: { row: System }) {
  const { t } = useWords()
  const processes = row.processes.map((one) => t(`registry.value.processes.${one}`))
  return (
    <div style={{ maxInlineSize: 180, whiteSpace: 'normal' }}>
      {row.kindName}
      <div className="r-muted">{processes.join(t('registry.separator'))}</div>
    </div>
  )
}

/** Asks for confirmation of some systems, or of all that have papers. */
export function useAsking() {
  const { t } = useWords()
  const tell = useMutation(
    useApi(registry).tell.askSystems({ forgets: ['systems', 'system', 'systemsSummary'] }),
  )
  return async (systemIds?: string[]) => {
    const { asked } = await tell.mutateAsync({ body: systemIds ? { systemIds } : {} })
    say.done(t('registry.systems.asked', { count: asked }))
  }
}

function Actions({ onAdd }: { onAdd: () => void }) {
  const { t } = useWords()
  const go = useGo()
  const ask = useAsking()
  return (
    <>
      <Allowed may="registry.system.kind">
        <Button onClick={() => go('/registry/system-kinds')}>{t('registry.page.systemKinds')}</Button>
      </Allowed>
      <Allowed may="registry.system.write">
        <Button onClick={() => go('/registry/systems/import')}>{t('registry.action.import')}</Button>{' '}
        <ConfirmButton title={t('registry.ask.askSystems')} onConfirm={() => ask()}>
          {t('registry.action.askSystems')}
        </ConfirmButton>{' '}
        <Button type="primary" onClick={onAdd}>
          {t('registry.action.add')}
        </Button>
      </Allowed>
    </>
  )
}
