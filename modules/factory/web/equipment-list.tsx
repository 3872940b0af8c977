import { Allowed, Basis, Link, ListPage, SampleTag, Time, useGo, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { factory } from '../contract.ts'
import { StateTag } from './state-tag.tsx'

/** The equipment register: every machine with what it declares and what its signals prove. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  return (
    <ListPage
      contract={factory}
      route="equipment"
      title={t('factory.page.equipment')}
      rowKey="id"
      filters={['isKeyProcess', 'isNumericalControl', 'basis', 'isConnected', 'isRetired']}
      actions={
        <Allowed may="factory.write">
          <Button onClick={() => go('/factory/equipment/import')}>{t('factory.action.import')}</Button>{' '}
          <Button type="primary" onClick={() => go('/factory/equipment/new')}>
            {t('factory.action.add')}
          </Button>
        </Allowed>
      }
      columns={[
        { key: 'code', sort: true },
        {
          key: 'name',
          main: true,
          sort: true,
          render: (row) => (
            <>
              <Link to={`/factory/equipment/${row.id}`}>
                {name({ nameZh: row.name, nameEn: row.nameEn })}
              </Link>{' '}
              {row.isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'organisationName', sort: true },
        { key: 'unitName' },
        { key: 'model', render: (row) => [row.maker, row.model].filter(Boolean).join(' ') },
        { key: 'state', render: (row) => <StateTag state={row.state} /> },
        {
          key: 'isNumericalControl',
          render: (row) =>
            row.isNumericalControl ? <Basis basis={row.numericalControlBasis} /> : t('factory.no'),
        },
        { key: 'isKeyProcess', render: (row) => t(row.isKeyProcess ? 'factory.yes' : 'factory.no') },
        { key: 'process' },
        {
          key: 'lastSignalAt',
          sort: true,
          render: (row) => (row.lastSignalAt ? <Time at={row.lastSignalAt} as="ago" /> : '–'),
        },
      ]}
    />
  )
}
