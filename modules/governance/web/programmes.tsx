import { Allowed, Link, ListPage, SampleTag, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import './governance.css'
import { Money } from './money.tsx'
import { ProgrammeForm } from './programme-form.tsx'

/** Fund programmes: those open now, and what was granted of their budgets. */
export function Page() {
  const { t, name } = useWords()
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        contract={governance}
        route="programmes"
        title={t('governance.page.programmes')}
        rowKey="id"
        filters={['mode']}
        actions={
          <>
            <Allowed may="governance.apply">
              <Link to="/governance/programmes-fitting">{t('governance.page.fitting')}</Link>
            </Allowed>
            <Allowed may="governance.fund">
              <Button type="primary" onClick={() => setAdding(true)}>
                {t('governance.route.addProgramme')}
              </Button>
            </Allowed>
          </>
        }
        columns={[
          {
            key: 'title',
            main: true,
            title: 'governance.column.programme',
            render: (row) => (
              <div className="governance-long">
                <Link to={`/governance/programmes/${row.id}`}>
                  {name({ nameZh: row.titleZh, nameEn: row.titleEn })}
                </Link>{' '}
                {row.isSample ? <SampleTag /> : null}
              </div>
            ),
          },
          { key: 'code' },
          { key: 'mode' },
          {
            key: 'state',
            render: (row) => (
              <StatusTag
                tone={row.isOpenNow ? 'success' : 'neutral'}
                text={t(
                  row.isOpenNow ? 'governance.programme.openNow' : `governance.value.state.${row.state}`,
                )}
              />
            ),
          },
          { key: 'closesAt', render: (row) => <Time at={row.closesAt} as="day" /> },
          {
            key: 'budget',
            align: 'end',
            title: 'governance.programme.granted',
            render: (row) => (
              <>
                <Money fen={row.grantedFen} /> / <Money fen={row.budgetFen} />
              </>
            ),
          },
          { key: 'applications', align: 'end', title: 'governance.page.applications' },
        ]}
      />
      {isAdding ? <ProgrammeForm onClose={() => setAdding(false)} /> : null}
    </>
  )
}
