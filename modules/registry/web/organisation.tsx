import {
  Allowed,
  ConfirmButton,
  ContractForm,
  Facts,
  Page as Frame,
  HistoryDrawer,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  useApi,
  useMe,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { registry } from '../contract.ts'
import { useRegionOptions } from './region-options.ts'

const order = [
  'name',
  'nameEn',
  'regionCode',
  'tradeCode',
  'employees',
  'revenueFen',
  'address',
  'contactName',
  'contactPhone',
  'contactEmail',
  'website',
] as const

/** One organisation: what it says of itself, its history, and the roster of key enterprises. */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(registry)
  const me = useMe()
  const regions = useRegionOptions()
  const { organisationId } = useParams('organisationId')
  const [mode, setMode] = useState<'view' | 'edit' | 'history'>('view')
  const asked = useQuery(api.ask.organisation({ params: { organisationId } }))
  const mark = useMutation(api.tell.markKey({ forgets: ['organisation', 'organisations'] }))
  const history = useQuery({
    ...api.ask.organisationHistory({ params: { organisationId }, query: { pageSize: 100 } }),
    enabled: mode === 'history',
  })
  const word = (key: string, value: string | null) => (value ? t(`registry.value.${key}.${value}`) : '–')
  return (
    <Loaded ask={asked}>
      {(one) => (
        <Frame
          title={name({ nameZh: one.name, nameEn: one.nameEn })}
          breadcrumbs={[{ title: t('registry.page.organisations'), to: '/registry/organisations' }]}
          tags={one.isSample ? <SampleTag /> : undefined}
          actions={
            <>
              <Allowed may="registry.audit.read">
                <Button onClick={() => setMode('history')}>{t('registry.action.history')}</Button>
              </Allowed>{' '}
              <Allowed may="registry.key.write">
                <ConfirmButton
                  title={t(one.isKey ? 'registry.action.unmarkKey' : 'registry.action.markKey')}
                  onConfirm={async () =>
                    void (await mark.mutateAsync({ params: { organisationId }, body: { isKey: !one.isKey } }))
                  }
                >
                  {t(one.isKey ? 'registry.action.unmarkKey' : 'registry.action.markKey')}
                </ConfirmButton>
              </Allowed>{' '}
              {me.organisation?.id === one.id ? (
                <Allowed may="registry.organisation.write">
                  <Button type="primary" onClick={() => setMode('edit')}>
                    {t('registry.action.edit')}
                  </Button>
                </Allowed>
              ) : null}
            </>
          }
        >
          <Stack>
            {mode === 'edit' ? (
              <Panel title={t('registry.action.edit')}>
                <ContractForm
                  contract={registry}
                  route="changeOrganisation"
                  input={{ params: { organisationId } }}
                  initial={Object.fromEntries(
                    [...order, 'version' as const].map((key) => [key, one[key] ?? undefined]),
                  )}
                  fields={{ regionCode: { options: regions }, version: { hidden: true } }}
                  order={[...order]}
                  submit={t('registry.action.save')}
                  onCancel={() => setMode('view')}
                  onDone={() => setMode('view')}
                />
              </Panel>
            ) : (
              <Panel title={t('registry.page.organisation')}>
                <Facts
                  items={[
                    { label: t('registry.column.kind'), value: word('kind', one.kind) },
                    { label: t('registry.column.creditCode'), value: one.creditCode },
                    { label: t('registry.column.regionName'), value: one.regionName },
                    { label: t('registry.column.tradeName'), value: one.tradeName ?? '–' },
                    { label: t('registry.column.sizeClass'), value: word('sizeClass', one.sizeClass) },
                    {
                      label: t('registry.column.verification'),
                      value: word('verification', one.verification),
                    },
                    { label: t('registry.column.isKey'), value: one.isKey ? (one.keySince ?? '✓') : '–' },
                    { label: t('registry.column.employees'), value: one.employees ?? '–' },
                    {
                      label: t('registry.column.revenueYuan'),
                      value: one.revenueFen === null ? '–' : (one.revenueFen / 100).toLocaleString(),
                    },
                    { label: t('registry.column.address'), value: one.address ?? '–' },
                    { label: t('registry.column.contactName'), value: one.contactName ?? '–' },
                    { label: t('registry.column.contactPhone'), value: one.contactPhone ?? '–' },
                    { label: t('registry.column.contactEmail'), value: one.contactEmail ?? '–' },
                  ]}
                />
              </Panel>
            )}
            <HistoryDrawer
              open={mode === 'history'}
              onClose={() => setMode('view')}
              title={t('registry.action.history')}
              entries={(history.data?.rows ?? []).map((row) => ({
                id: String(row.seq),
                at: row.at,
                who: row.personName,
                what: row.actionName,
                before: row.before,
                after: row.after,
                ...(row.reason ? { reason: row.reason } : {}),
              }))}
            />
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}
