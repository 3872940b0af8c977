import { Link, ListPage, SampleTag, useApi, useSearch, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { percentText } from './cartogram.tsx'
import './governance.css'
import { percentOf, Sums } from './sums.tsx'

/** Counts of a firm and the machines in the register that make each of them. */
const counts = [
  ['machines', ''],
  ['machinesConnected', '&isConnected=true'],
  ['keyProcess', '&isKeyProcess=true'],
  ['keyProcessControlledEvidenced', '&isKeyProcess=true&isNumericalControl=true&basis=evidenced'],
  ['keyProcessControlledDeclared', '&isKeyProcess=true&isNumericalControl=true'],
] as const

/** The firms behind the figures of a division, trade or park; each opens its machines. */
export function Page() {
  const { t, locale } = useWords()
  const options = useDivisions()
  const parks = useQuery(useApi(registry).ask.parks({ query: { pageSize: 200 } }))
  const inPark = (parks.data?.rows ?? []).map((one) => ({ value: one.id, text: one.name }))
  const { park } = useSearch() as { park?: string }
  const within = park ? `&park=${park}` : ''
  return (
    <ListPage
      contract={governance}
      route="firms"
      title={t('governance.page.firms')}
      before={<Total />}
      rowKey="organisationId"
      filters={[{ key: 'region', options }, 'trade', { key: 'park', options: inPark }, 'isKey']}
      columns={[
        {
          key: 'organisationName',
          main: true,
          render: (row) => (
            <div className="governance-firm">
              <Link to={machinesOf(row.organisationId, within)}>{row.organisationName}</Link>{' '}
              {row.isSample ? <SampleTag /> : null}
            </div>
          ),
        },
        ...counts.map(([key, more]) => ({
          key,
          title: `governance.short.${key}`,
          align: 'end' as const,
          render: (row: { organisationId: string } & Record<typeof key, number>) => (
            <Link to={machinesOf(row.organisationId, `${more}${within}`)}>{row[key]}</Link>
          ),
        })),
        ...(['rateEvidenced', 'rateDeclared', 'oee'] as const).map((key) => ({
          key,
          title: `governance.short.${key}`,
          align: 'end' as const,
          render: (row: Record<typeof key, number | null>) => percentText(locale, row[key], 1),
        })),
      ]}
    />
  )
}

const sums = [
  ['firms', 'declared'],
  ['firmsConnected', 'evidenced'],
  ['machines', 'declared'],
  ['machinesConnected', 'evidenced'],
  ['machinesOnline', 'evidenced'],
  ['keyProcess', 'declared'],
] as const

/** All firms of the list together: counts are sums, rates the mean of the firms' own (G4, G5). */
function Total() {
  const { region, trade, park, organisation, isKey, q } = useSearch() as Partial<
    Record<'region' | 'trade' | 'park' | 'organisation' | 'isKey' | 'q', string>
  >
  const told = Object.entries({ region, trade, park, organisation, q }).filter((one) => one[1])
  const key = isKey ? { isKey: isKey === 'true' } : {}
  const query = { ...Object.fromEntries(told), ...key, pageSize: 1 }
  const firms = useQuery(useApi(governance).ask.firms({ query }))
  if (!firms.data) return null
  const { sum } = firms.data
  const rates = { rateEvidenced: percentOf(sum.rateEvidenced), rateDeclared: percentOf(sum.rateDeclared) }
  return (
    <Sums
      at={firms.data.at}
      parts={[
        ...sums.map(([one, basis]) => ({ key: one, value: sum[one], unit: 'C62', basis })),
        { key: 'rateEvidenced', value: rates.rateEvidenced, unit: 'P1', basis: 'evidenced' },
        { key: 'rateDeclared', value: rates.rateDeclared, unit: 'P1', basis: 'declared' },
      ]}
    />
  )
}

function machinesOf(organisationId: string, more = ''): string {
  return `/factory/equipment?organisation=${organisationId}${more}`
}

/** Every division to choose from; a county is named with its city. */
function useDivisions() {
  const { name } = useWords()
  const regions = useQuery(useApi(registry).ask.regions({}))
  const all = regions.data?.rows ?? []
  return all.map((one) => {
    const city = one.level === 'county' ? all.find(({ code }) => code === one.parentCode) : undefined
    return { value: one.code, text: city ? `${name(city)} ${name(one)}` : name(one) }
  })
}
