import {
  Allowed,
  FormDialog,
  Page as Frame,
  ListView,
  Loaded,
  Panel,
  SimpleTable,
  StatusTag,
  searchQuery,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useState } from 'react'
import { hideable } from '../../access/contract.ts'
import { trace } from '../../contract.ts'

type AudienceOf = 'public' | 'partner' | 'authority'

/** What others see of the organisation's events, and who its partners are. */
export function Page() {
  const { t } = useWords()
  return (
    <Frame title={t('trace.page.sharing')}>
      <Rules />
      <Partners />
    </Frame>
  )
}

function Rules() {
  const { t } = useWords()
  const api = useApi(trace)
  const rules = useQuery(api.ask.accessRules({}))
  const [edited, setEdited] = useState<AudienceOf | null>(null)
  const hidden = rules.data?.rows.find(({ audienceOf }) => audienceOf === edited)?.hidden ?? []
  const options = hideable.map((value) => ({ value, text: t(`trace.value.hidden.${value}`) }))
  return (
    <Panel title={t('trace.sharing.rules')}>
      <Loaded ask={rules}>
        {({ rows }) => (
          <SimpleTable
            caption={t('trace.sharing.rules')}
            rowKey="audienceOf"
            rows={rows}
            columns={[
              {
                key: 'audienceOf',
                title: t('trace.column.audienceOf'),
                render: ({ audienceOf }) => t(`trace.value.audienceOf.${audienceOf}`),
              },
              {
                key: 'hidden',
                title: t('trace.column.hidden'),
                render: (row) => row.hidden.map((one) => t(`trace.value.hidden.${one}`)).join(' · ') || '–',
              },
              {
                key: 'isDefault',
                title: t('trace.column.changedAt'),
                render: ({ changedAt }) => (changedAt ? <Time at={changedAt} /> : t('trace.sharing.default')),
              },
              {
                key: 'edit',
                title: '',
                render: ({ audienceOf }) => (
                  <Allowed may="trace.subscribe">
                    <Button type="link" size="small" onClick={() => setEdited(audienceOf)}>
                      {t('trace.master.edit')}
                    </Button>
                  </Allowed>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {edited ? (
        <FormDialog
          open
          title={t(`trace.value.audienceOf.${edited}`)}
          onClose={() => setEdited(null)}
          contract={trace}
          route="setAccess"
          input={{ params: { audience: edited } }}
          initial={{ hidden }}
          fields={{ hidden: { control: 'choices', options } }}
          onDone={() => api.forget()}
        />
      ) : null}
    </Panel>
  )
}

/** A search among all organisations of the region. */
function useFindOrganisations() {
  const { name } = useWords()
  const { call } = useApi(registry)
  return useCallback(
    async (q: string) => {
      const { rows } = await call.organisations({ query: searchQuery(q) })
      return rows.map((row) => ({ value: row.id, text: name(row) }))
    },
    [call, name],
  )
}

function Partners() {
  const { t } = useWords()
  const api = useApi(trace)
  const find = useFindOrganisations()
  const [isAsking, setAsking] = useState(false)
  async function decide(partnerId: string, partnerState: 'granted' | 'refused' | 'ended'): Promise<void> {
    await api.call.decidePartner({ params: { partnerId }, body: { partnerState } })
    api.forget()
  }
  return (
    <Panel
      title={t('trace.sharing.partners')}
      extra={
        <Allowed may="trace.subscribe">
          <Button onClick={() => setAsking(true)}>{t('trace.sharing.ask')}</Button>
        </Allowed>
      }
    >
      <ListView
        contract={trace}
        route="partners"
        rowKey="partnerId"
        columns={[
          { key: 'direction' },
          {
            key: 'organisationName',
            title: 'trace.partner.organisation',
            main: true,
            render: (row) => (row.direction === 'gives' ? row.partnerName : row.organisationName),
          },
          {
            key: 'partnerState',
            render: ({ partnerState }) => (
              <StatusTag
                tone={partnerState === 'granted' ? 'success' : 'neutral'}
                text={t(`trace.value.partnerState.${partnerState}`)}
              />
            ),
          },
          { key: 'reason' },
          { key: 'askedAt', render: ({ askedAt }) => <Time at={askedAt} /> },
        ]}
        rowActions={({ direction, partnerId, partnerState }) =>
          direction === 'gets'
            ? []
            : (['granted', 'refused', 'ended'] as const)
                .filter((one) => (one === 'ended') === (partnerState === 'granted'))
                .map((one) => ({
                  key: one,
                  text: t(`trace.sharing.${one}`),
                  may: 'trace.subscribe' as const,
                  onClick: () => decide(partnerId, one),
                }))
        }
      />
      <FormDialog
        open={isAsking}
        title={t('trace.sharing.ask')}
        onClose={() => setAsking(false)}
        contract={trace}
        route="askPartner"
        fields={{ organisationId: { find } }}
        onDone={() => api.forget()}
      />
    </Panel>
  )
}
