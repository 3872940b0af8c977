import {
  Link,
  Loaded,
  Nothing,
  Panel,
  Quantity,
  SimpleTable,
  StatusTag,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { Commands, WriteValue } from './commands.tsx'
import { HoldButton } from './hold.tsx'
import type { Machine } from './types.ts'

/** Every signal with its newest value, quality and source time; each opens its points. */
export function SignalsTab({ machine }: { machine: Machine }) {
  const { t, name } = useWords()
  const tags = useQuery(useApi(factory).ask.tags({ params: { equipmentId: machine.id } }))
  return (
    <Loaded ask={tags}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Nothing text={t('factory.signals.none')} />
        ) : (
          <Panel title={t('factory.page.signals')}>
            <SimpleTable
              caption={t('factory.page.signals')}
              rowKey="id"
              columns={[
                {
                  key: 'name',
                  title: t('factory.column.label'),
                  render: (row) => (
                    <Link to={`/factory/points/${row.id}`}>
                      {name({ nameZh: row.label ?? row.name, nameEn: row.labelEn ?? row.name })}
                    </Link>
                  ),
                },
                {
                  key: 'value',
                  title: t('factory.column.value'),
                  align: 'end',
                  render: (row) =>
                    typeof row.value === 'number' ? (
                      <Quantity value={row.value} unit={row.unit ?? ''} digits={2} />
                    ) : (
                      (row.value ?? '–')
                    ),
                },
                {
                  key: 'quality',
                  title: t('factory.column.quality'),
                  render: (row) => (
                    <StatusTag
                      tone={row.quality === 'good' ? 'success' : 'unknown'}
                      text={t(`factory.quality.${row.quality}`)}
                    />
                  ),
                },
                {
                  key: 'at',
                  title: t('factory.column.at'),
                  render: (row) => (row.at ? <Time at={row.at} as="ago" /> : '–'),
                },
                {
                  key: 'write',
                  title: '',
                  render: (row) => (
                    <span style={{ display: 'flex', gap: 4, justifyContent: 'flex-end' }}>
                      {machine.edgeId && !row.isReadOnly ? <WriteValue tag={row} /> : null}
                      <HoldButton tagId={row.id} small />
                    </span>
                  ),
                },
              ]}
              rows={rows}
            />
            {machine.edgeId ? <Commands machine={machine} /> : null}
          </Panel>
        )
      }
    </Loaded>
  )
}
