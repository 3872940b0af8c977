import { Link, ListView, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import type { StopScope } from './stop-open.tsx'

/** Who said what of which stops, what was taken back too. */
export function StopChanges({ from, to, scope }: { from: string; to: string; scope: StopScope }) {
  const { t } = useWords()
  const undo = useMutation(useApi(factory).tell.undoStopChange({ forgets: '*' }))
  return (
    <ListView
      contract={factory}
      route="stopChanges"
      name="changes"
      fixed={{ from, to, ...scope }}
      rowKey="id"
      label={t('factory.stops.changes')}
      empty={{ text: t('factory.stops.noChanges') }}
      rowActions={(row) =>
        row.undoneAt
          ? []
          : [
              {
                key: 'undo',
                text: t('factory.route.undoStopChange'),
                may: 'factory.operate',
                danger: true,
                onClick: () => undo.mutateAsync({ params: { changeId: row.id } }),
              },
            ]
      }
      columns={[
        {
          key: 'equipmentName',
          main: true,
          render: (row) => (
            <Link to={`/factory/equipment/${row.equipmentId}?tab=states`}>{row.equipmentName}</Link>
          ),
        },
        { key: 'kind', title: 'factory.column.act', render: (row) => t(`factory.value.act.${row.kind}`) },
        { key: 'reasonNames', render: (row) => row.reasonNames.join(t('factory.listComma')) },
        { key: 'startsAt', render: (row) => <Time at={row.startsAt} /> },
        { key: 'endsAt', render: (row) => <Time at={row.endsAt} /> },
        { key: 'note' },
        { key: 'personName' },
        { key: 'createdAt', render: (row) => <Time at={row.createdAt} /> },
        {
          key: 'undoneAt',
          render: (row) =>
            row.undoneAt ? <StatusTag tone="neutral" text={t('factory.correction.withdrawn')} /> : '–',
        },
      ]}
    />
  )
}
