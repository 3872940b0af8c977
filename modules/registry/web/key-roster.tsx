import type { Static } from '@ronghe/kit/contract'
import { Allowed, FormDialog, Link, ListPage, SampleTag, useGo, useMay, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { type KeySpan, registry } from '../contract.ts'
import { useRegionOptions } from './region-options.ts'

type Row = Static<typeof KeySpan>

/** Who stands on the roster of key enterprises, who stood there on a day, and by which document. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  const may = useMay()
  const [left, setLeft] = useState<Row | null>(null)
  const [added, setAdded] = useState<Row | null>(null)
  const region = useRegionOptions('city')
  return (
    <>
      <ListPage
        contract={registry}
        route="keyRoster"
        title={t('registry.page.keyRoster')}
        rowKey="id"
        before={<small>{t('registry.roster.hint')}</small>}
        filters={['on', { key: 'region', options: region }, 'isOpen']}
        actions={
          <Allowed may="registry.key.write">
            <Button onClick={() => go('/registry/key-roster/import')}>{t('registry.action.import')}</Button>
          </Allowed>
        }
        columns={[
          {
            key: 'name',
            main: true,
            sort: true,
            render: (row) => (
              <>
                <Link to={`/registry/organisations/${row.organisationId}`}>
                  {name({ nameZh: row.name, nameEn: row.nameEn })}
                </Link>{' '}
                {row.isSample ? <SampleTag /> : null}
              </>
            ),
          },
          { key: 'creditCode' },
          { key: 'regionName', sort: true },
          { key: 'keySince', sort: true },
          { key: 'keyUntil', sort: true, render: ({ keyUntil }) => keyUntil ?? '–' },
          {
            key: 'keyDocument',
            render: (row) => [row.keyDocument, row.untilDocument].filter(Boolean).join(' → ') || '–',
          },
        ]}
        rowActions={(row) =>
          may('registry.key.write')
            ? [
                ...(row.keyUntil === null
                  ? [{ key: 'leave', text: t('registry.action.unmarkKey'), onClick: () => setLeft(row) }]
                  : []),
                { key: 'add', text: t('registry.action.addKeySpan'), onClick: () => setAdded(row) },
              ]
            : []
        }
      />
      {left ? (
        <MarkDialog organisationId={left.organisationId} isKey={true} onClose={() => setLeft(null)} />
      ) : null}
      {added ? <EarlierDialog row={added} onClose={() => setAdded(null)} /> : null}
    </>
  )
}

type MarkProps = { organisationId: string; isKey: boolean; onClose: () => void }

/** From which day a firm stands on the roster or leaves it, and by which document. */
export function MarkDialog({ organisationId, isKey, onClose }: MarkProps) {
  const { t } = useWords()
  const title = t(isKey ? 'registry.action.unmarkKey' : 'registry.action.markKey')
  return (
    <FormDialog
      open
      onClose={onClose}
      title={title}
      submit={title}
      contract={registry}
      route="markKey"
      input={{ params: { organisationId } }}
      initial={{ isKey: !isKey }}
      fields={{
        ...{ isKey: { hidden: true }, document: { wide: true } },
        ...{ until: { hidden: isKey }, untilDocument: { hidden: isKey, wide: true } },
      }}
    />
  )
}

/** A time on the roster that is over, told afterwards, whether the firm stands there now or not. */
function EarlierDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t, name } = useWords()
  return (
    <FormDialog
      open
      onClose={onClose}
      title={`${t('registry.action.addKeySpan')} · ${name({ nameZh: row.name, nameEn: row.nameEn })}`}
      submit={t('registry.action.addKeySpan')}
      contract={registry}
      route="markKey"
      input={{ params: { organisationId: row.organisationId } }}
      initial={{ isKey: true }}
      order={['since', 'until', 'document', 'untilDocument']}
      fields={{ isKey: { hidden: true }, document: { wide: true }, untilDocument: { wide: true } }}
    />
  )
}
