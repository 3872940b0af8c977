import { Allowed, Link, ListPage, SampleTag, useMay, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import './governance.css'
import { PolicyForm } from './policy-form.tsx'
import { Fits, Force } from './policy-state.tsx'

/** The library of policies and notices, the newest first; a firm sees which are meant for it. */
export function Page() {
  const { t, name } = useWords()
  const isFirm = useMay()('governance.apply')
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        contract={governance}
        route="policies"
        title={t('governance.page.policies')}
        rowKey="id"
        filters={[
          { key: 'kind', title: 'governance.column.policyKind' },
          'isInForce',
          ...(isFirm ? ['fits' as const] : []),
        ]}
        actions={
          <>
            <Link to="/governance/programmes">{t('governance.page.programmes')}</Link>
            <Allowed may="governance.fund">
              <Button type="primary" onClick={() => setAdding(true)}>
                {t('governance.route.addPolicy')}
              </Button>
            </Allowed>
          </>
        }
        columns={[
          {
            key: 'title',
            main: true,
            title: 'governance.column.policy',
            render: (row) => (
              <div className="governance-long">
                <Link to={`/governance/policies/${row.id}`}>
                  {name({ nameZh: row.titleZh, nameEn: row.titleEn })}
                </Link>{' '}
                {row.isSample ? <SampleTag /> : null}
                {row.number ? <div className="r-muted">{row.number}</div> : null}
              </div>
            ),
          },
          {
            key: 'kind',
            title: 'governance.column.policyKind',
            render: (row) => t(`governance.value.policyKind.${row.kind}`),
          },
          {
            key: 'issuer',
            render: (row) => (
              <div className="governance-lead">{name({ nameZh: row.issuerZh, nameEn: row.issuerEn })}</div>
            ),
          },
          { key: 'issuedOn' },
          { key: 'isInForce', title: 'governance.column.state', render: (row) => <Force row={row} /> },
          ...(isFirm
            ? [{ key: 'fits' as const, render: (row: { fits: boolean | null }) => <Fits fits={row.fits} /> }]
            : []),
        ]}
      />
      {isAdding ? <PolicyForm onClose={() => setAdding(false)} /> : null}
    </>
  )
}
