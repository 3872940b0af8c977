import { Allowed, Link, ListPage, SampleTag, useApi, useGo, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { registry } from '../contract.ts'

/** The directory of organisations. */
export function Page() {
  const { t, name } = useWords()
  const go = useGo()
  const regions = useQuery(useApi(registry).ask.regions({}))
  const options = (regions.data?.rows ?? [])
    .filter((one) => one.level === 'city')
    .map((one) => ({ value: one.code, text: name(one) }))
  return (
    <ListPage
      contract={registry}
      route="organisations"
      title={t('registry.page.organisations')}
      rowKey="id"
      filters={['kind', { key: 'region', options }, 'sizeClass', 'verification', 'isKey']}
      actions={
        <>
          <Allowed may="registry.organisation.make">
            <Button onClick={() => go('/registry/organisations/import')}>
              {t('registry.action.import')}
            </Button>
          </Allowed>{' '}
          <Button onClick={() => go('/registry/organisations/new')}>
            {t('registry.page.organisationNew')}
          </Button>
        </>
      }
      columns={[
        {
          key: 'name',
          main: true,
          sort: true,
          render: (row) => (
            <>
              <Link to={`/registry/organisations/${row.id}`}>
                {name({ nameZh: row.name, nameEn: row.nameEn })}
              </Link>{' '}
              {row.isSample ? <SampleTag /> : null}
            </>
          ),
        },
        { key: 'kind', sort: true },
        { key: 'creditCode' },
        { key: 'regionName' },
        { key: 'tradeName' },
        { key: 'sizeClass' },
        { key: 'verification' },
        { key: 'isKey' },
      ]}
    />
  )
}
