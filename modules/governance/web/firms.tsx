import { Link, ListPage, SampleTag, useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { percentText } from './cartogram.tsx'

/** The firms behind a division's figures; each opens its machines. */
export function Page() {
  const { t, name, locale } = useWords()
  const regions = useQuery(useApi(registry).ask.regions({}))
  const options = (regions.data?.rows ?? [])
    .filter((one) => one.level !== 'county')
    .map((one) => ({ value: one.code, text: name(one) }))
  return (
    <ListPage
      contract={governance}
      route="firms"
      title={t('governance.page.firms')}
      rowKey="organisationId"
      filters={[{ key: 'region', options }, 'isKey']}
      columns={[
        {
          key: 'organisationName',
          main: true,
          render: (row) => (
            <>
              <Link to={`/factory/equipment?organisation=${row.organisationId}`}>{row.organisationName}</Link>{' '}
              {row.isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'machines' },
        {
          key: 'machinesConnected',
          render: (row) => (
            <Link to={`/factory/equipment?organisation=${row.organisationId}&isConnected=true`}>
              {row.machinesConnected}
            </Link>
          ),
        },
        {
          key: 'keyProcess',
          render: (row) => (
            <Link to={`/factory/equipment?organisation=${row.organisationId}&isKeyProcess=true`}>
              {row.keyProcess}
            </Link>
          ),
        },
        {
          key: 'keyProcessControlledEvidenced',
          render: (row) => (
            <Link
              to={`/factory/equipment?organisation=${row.organisationId}&isKeyProcess=true&isNumericalControl=true&basis=evidenced`}
            >
              {row.keyProcessControlledEvidenced}
            </Link>
          ),
        },
        {
          key: 'keyProcessControlledDeclared',
          render: (row) => (
            <Link
              to={`/factory/equipment?organisation=${row.organisationId}&isKeyProcess=true&isNumericalControl=true`}
            >
              {row.keyProcessControlledDeclared}
            </Link>
          ),
        },
        { key: 'rateEvidenced', render: (row) => percentText(locale, row.rateEvidenced) },
        { key: 'rateDeclared', render: (row) => percentText(locale, row.rateDeclared) },
        { key: 'oee', render: (row) => percentText(locale, row.oee) },
      ]}
    />
  )
}
