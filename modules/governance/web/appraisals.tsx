import { Allowed, Link, ListPage, SampleTag, StatusTag, useGo, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { governance } from '../contract.ts'
import './governance.css'
import { appraisalTones } from './appraisal-tone.ts'

/** Appraisals of bodies, the latest period first. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  return (
    <ListPage
      contract={governance}
      route="appraisals"
      title={t('governance.page.appraisals')}
      rowKey="id"
      filters={['state']}
      actions={
        <>
          <Allowed may="governance.read">
            <Button onClick={() => go('/governance/appraisal-appeals')}>
              {t('governance.page.appraisalAppeals')}
            </Button>
          </Allowed>
          <Allowed may="governance.supervise">
            <Button type="primary" onClick={() => go('/governance/appraisals/new')}>
              {t('governance.appraisal.draft')}
            </Button>
          </Allowed>
        </>
      }
      columns={[
        {
          key: 'title',
          title: 'governance.column.appraisal',
          main: true,
          render: (row) => (
            <div className="governance-long">
              <Link to={`/governance/appraisals/${row.id}`}>
                {name({ nameZh: row.titleZh, nameEn: row.titleEn })}
              </Link>{' '}
              {row.isSample ? <SampleTag /> : null}
            </div>
          ),
        },
        { key: 'fromOn' },
        { key: 'toOn' },
        {
          key: 'state',
          render: (row) => (
            <StatusTag tone={appraisalTones[row.state]} text={t(`governance.value.state.${row.state}`)} />
          ),
        },
        { key: 'departments', align: 'end', render: (row) => row.units },
        { key: 'appealUntil', render: (row) => row.appealUntil ?? '–' },
        { key: 'openAppeals', align: 'end' },
      ]}
    />
  )
}
