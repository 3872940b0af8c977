import type { Static } from '@ronghe/kit/contract'
import {
  Allowed,
  ContractForm,
  type Fact,
  Facts,
  Page as Frame,
  formatNumber,
  HistoryDrawer,
  Link,
  Loaded,
  Panel,
  SampleTag,
  Stack,
  useApi,
  useMe,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { type OrganisationDetail, registry } from '../contract.ts'
import { MarkDialog } from './key-roster.tsx'
import { useRegionOptions } from './region-options.ts'

type Detail = Static<typeof OrganisationDetail>
type Mode = 'view' | 'edit' | 'history'

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

const fenInYuan = 100

/** One organisation: what it says of itself, its history, and the roster of key enterprises. */
export function Page() {
  const { t, name } = useWords()
  const { organisationId } = useParams('organisationId')
  const [mode, setMode] = useState<Mode>('view')
  const asked = useQuery(useApi(registry).ask.organisation({ params: { organisationId } }))
  return (
    <Loaded ask={asked}>
      {(one) => (
        <Frame
          title={name({ nameZh: one.name, nameEn: one.nameEn })}
          breadcrumbs={[{ title: t('registry.page.organisations'), to: '/registry/organisations' }]}
          tags={one.isSample ? <SampleTag /> : undefined}
          actions={<Actions one={one} setMode={setMode} />}
        >
          <Stack>
            {mode === 'edit' ? <Edit one={one} onClose={() => setMode('view')} /> : <Shown one={one} />}
            <History
              organisationId={organisationId}
              open={mode === 'history'}
              onClose={() => setMode('view')}
            />
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}

function Actions({ one, setMode }: { one: Detail; setMode: (mode: Mode) => void }) {
  const { t } = useWords()
  const me = useMe()
  const [isMarking, setMarking] = useState(false)
  const markTitle = t(one.isKey ? 'registry.action.unmarkKey' : 'registry.action.markKey')
  return (
    <>
      <Allowed may="registry.audit.read">
        <Button onClick={() => setMode('history')}>{t('registry.action.history')}</Button>
      </Allowed>{' '}
      {one.kind === 'enterprise' ? (
        <Allowed may="registry.key.write">
          <Button onClick={() => setMarking(true)}>{markTitle}</Button>
        </Allowed>
      ) : null}{' '}
      {me.organisation?.id === one.id ? (
        <Allowed may="registry.organisation.write">
          <Button type="primary" onClick={() => setMode('edit')}>
            {t('registry.action.edit')}
          </Button>
        </Allowed>
      ) : null}
      {isMarking ? (
        <MarkDialog organisationId={one.id} isKey={one.isKey} onClose={() => setMarking(false)} />
      ) : null}
    </>
  )
}

function Edit({ one, onClose }: { one: Detail; onClose: () => void }) {
  const { t } = useWords()
  const regions = useRegionOptions()
  return (
    <Panel title={t('registry.action.edit')}>
      <ContractForm
        contract={registry}
        route="changeOrganisation"
        input={{ params: { organisationId: one.id } }}
        initial={{
          ...Object.fromEntries([...order, 'version' as const].map((key) => [key, one[key] ?? undefined])),
          ...(one.revenueFen === null ? {} : { revenueFen: one.revenueFen / fenInYuan }),
        }}
        prepare={(body) => {
          const { revenueFen: yuan } = body
          return typeof yuan === 'number' ? { ...body, revenueFen: Math.round(yuan * fenInYuan) } : body
        }}
        fields={{ regionCode: { options: regions }, version: { hidden: true } }}
        order={[...order]}
        submit={t('registry.action.save')}
        onCancel={onClose}
        onDone={onClose}
      />
    </Panel>
  )
}

function Shown({ one }: { one: Detail }) {
  const { t } = useWords()
  return (
    <Panel title={t('registry.page.organisation')}>
      <Facts items={useFacts(one)} />
    </Panel>
  )
}

/** Since when it stands on the roster, and the way to all its times there. */
function KeyTimes({ one }: { one: Detail }) {
  const { t } = useWords()
  return (
    <>
      {one.isKey ? one.keySince : '–'}{' '}
      <Link to={`/registry/key-roster?organisation=${one.id}`}>{t('registry.page.keyRoster')}</Link>
    </>
  )
}

function useFacts(one: Detail): Fact[] {
  const { t, locale } = useWords()
  const word = (key: string, value: string | null) => (value ? t(`registry.value.${key}.${value}`) : '–')
  return [
    { label: t('registry.column.kind'), value: word('kind', one.kind) },
    { label: t('registry.column.creditCode'), value: one.creditCode },
    { label: t('registry.column.regionName'), value: one.regionName },
    { label: t('registry.column.tradeName'), value: one.tradeName ?? '–' },
    { label: t('registry.column.sizeClass'), value: word('sizeClass', one.sizeClass) },
    {
      label: t('registry.column.verification'),
      value: word('verification', one.verification),
    },
    { label: t('registry.column.isKey'), value: <KeyTimes one={one} /> },
    {
      label: t('registry.column.employees'),
      value: one.employees === null ? '–' : formatNumber(one.employees, locale, 0),
    },
    {
      label: t('registry.column.revenueYuan'),
      value: one.revenueFen === null ? '–' : formatNumber(one.revenueFen / 100, locale, 2),
    },
    { label: t('registry.column.address'), value: one.address ?? '–' },
    { label: t('registry.column.contactName'), value: one.contactName ?? '–' },
    { label: t('registry.column.contactPhone'), value: one.contactPhone ?? '–' },
    { label: t('registry.column.contactEmail'), value: one.contactEmail ?? '–' },
  ]
}

/** What a person reads of a change: the revenue in yuan, as everywhere. */
function inYuan(kept: unknown): unknown {
  const { revenueFen: fen } = (kept ?? {}) as { revenueFen?: unknown }
  return typeof fen === 'number' ? { ...(kept as object), revenueFen: fen / fenInYuan } : kept
}

function History({
  organisationId,
  open,
  onClose,
}: {
  organisationId: string
  open: boolean
  onClose: () => void
}) {
  const { t } = useWords()
  const { ask } = useApi(registry)
  const history = useQuery({
    ...ask.organisationHistory({ params: { organisationId }, query: { pageSize: 100 } }),
    enabled: open,
  })
  return (
    <HistoryDrawer
      open={open}
      onClose={onClose}
      title={t('registry.action.history')}
      nameOf={(field) => {
        const key = `registry.column.${field}`
        return t(key) === key ? field : t(key)
      }}
      entries={(history.data?.rows ?? []).map((row) => ({
        id: String(row.seq),
        at: row.at,
        who: row.personName,
        what: row.actionName,
        before: inYuan(row.before),
        after: inYuan(row.after),
        ...(row.reason ? { reason: row.reason } : {}),
      }))}
    />
  )
}
