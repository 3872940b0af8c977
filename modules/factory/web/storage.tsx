import {
  Allowed,
  ConfirmButton,
  Facts,
  Page as Frame,
  Grid,
  ListView,
  Loaded,
  Panel,
  Stack,
  StatusTag,
  say,
  Time,
  useApi,
  useMay,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, InputNumber } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { useBytes } from './bytes.ts'
import { HoldButton } from './hold.tsx'
import { RetentionRules } from './retention-rules.tsx'
import { RoomAlert } from './room-alert.tsx'
import type { Retention } from './types.ts'

const refetchMs = 15_000
const tierKeys = ['rawDays', 'minuteDays', 'hourDays'] as const
type Days = Record<(typeof tierKeys)[number], number | null>
const tones = { fine: 'success', tight: 'warning', full: 'error' } as const

/** The store of history, how much room it has, and how long an organisation keeps what it measured. */
export function Page() {
  const { t } = useWords()
  const me = useMe()
  return (
    <Frame title={t('factory.page.storage')}>
      <Stack>
        <State />
        {me.organisation && <Kept />}
        {me.organisation && <RetentionRules />}
        {me.organisation && (
          <Panel title={t('factory.storage.holds')} extra={<HoldButton />}>
            <p>{t('factory.storage.holdsHint')}</p>
            <Holds />
          </Panel>
        )}
      </Stack>
    </Frame>
  )
}

function State() {
  const { t, locale } = useWords()
  const api = useApi(factory)
  const storage = useQuery({ ...api.ask.storage({}), refetchInterval: refetchMs })
  const bytes = useBytes()
  return (
    <Panel title={t('factory.storage.state')}>
      <Loaded ask={storage}>
        {(data) => (
          <Stack>
            <RoomAlert state={data.state} bytesFree={data.bytesFree} />
            <Facts
              items={[
                {
                  label: t('factory.storage.state'),
                  value: (
                    <StatusTag
                      tone={tones[data.state]}
                      text={t(`factory.value.storageState.${data.state}`)}
                    />
                  ),
                },
                { label: t('factory.storage.free'), value: bytes(data.bytesFree) },
                { label: t('factory.storage.used'), value: bytes(data.bytesUsed) },
                { label: t('factory.storage.points'), value: data.points.toLocaleString(locale) },
                { label: t('factory.storage.closedDays'), value: data.closedDays.toLocaleString(locale) },
                {
                  label: t('factory.storage.bytesPerPoint'),
                  value: data.bytesPerPoint === null ? '—' : data.bytesPerPoint.toFixed(2),
                },
                { label: t('factory.storage.waiting'), value: data.waitingPoints.toLocaleString(locale) },
                {
                  label: t('factory.storage.committed'),
                  value: data.committedAt ? <Time at={data.committedAt} as="ago" /> : '—',
                },
              ]}
            />
          </Stack>
        )}
      </Loaded>
    </Panel>
  )
}

function Kept() {
  const { t } = useWords()
  const api = useApi(factory)
  const kept = useQuery(api.ask.retention({}))
  return (
    <Panel title={t('factory.storage.retention')}>
      <p>{t('factory.storage.retentionHint')}</p>
      <Loaded ask={kept}>{(data) => <Tiers key={data.changedAt ?? ''} kept={data} />}</Loaded>
    </Panel>
  )
}

function Tiers({ kept }: { kept: Retention }) {
  const { t, locale } = useWords()
  const api = useApi(factory)
  const bytes = useBytes()
  const { rawDays, minuteDays, hourDays } = kept
  const [days, setDays] = useState<Days>({ rawDays, minuteDays, hourDays })
  const trial = useMutation(api.tell.tryRetention({}))
  const change = useMutation(api.tell.changeRetention({ forgets: ['retention'] }))
  const thin = useMutation(api.tell.thinHistory({ forgets: ['retention', 'storage'] }))
  const isSame = tierKeys.every((key) => days[key] === kept[key])
  const freed = trial.data
  return (
    <Stack>
      <DayFields days={days} onChange={setDays} />
      <Allowed may="factory.write">
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
          <Button loading={trial.isPending} onClick={() => trial.mutate({ body: days })}>
            {t('factory.storage.try')}
          </Button>
          <ConfirmButton
            disabled={isSame}
            type="primary"
            reason
            title={t('factory.storage.keepTitle')}
            onConfirm={async (reason) => {
              await change.mutateAsync({ body: { ...days, reason: reason ?? '' } })
              say.done('factory.storage.saved')
            }}
          >
            {t('factory.storage.keep')}
          </ConfirmButton>
          <ConfirmButton
            danger
            disabled={!isSame}
            title={t('factory.storage.thinTitle')}
            onConfirm={async () => {
              await thin.mutateAsync({})
              say.done('factory.storage.thinned')
            }}
          >
            {t('factory.storage.thin')}
          </ConfirmButton>
        </div>
      </Allowed>
      {freed && (
        <Alert
          type="info"
          showIcon
          title={t('factory.storage.wouldFree', {
            points: freed.points.toLocaleString(locale),
            signals: freed.signals.toLocaleString(locale),
            bytes: bytes(freed.bytes),
          })}
        />
      )}
      {kept.thinnedAt && (
        <p>
          {t('factory.storage.lastThinned', { points: kept.thinnedPoints.toLocaleString(locale) })}{' '}
          <Time at={kept.thinnedAt} />
        </p>
      )}
    </Stack>
  )
}

function DayFields({ days, onChange }: { days: Days; onChange(days: Days): void }) {
  const { t } = useWords()
  const may = useMay()
  return (
    <Grid columns={{ phone: 1, tablet: 3, desktop: 3 }}>
      {tierKeys.map((key) => (
        <label key={key} htmlFor={key}>
          {t(`factory.field.${key}`)}
          <InputNumber
            id={key}
            min={1}
            max={36_600}
            precision={0}
            value={days[key]}
            placeholder={t('factory.storage.forEver')}
            disabled={!may('factory.write')}
            onChange={(value) => onChange({ ...days, [key]: value })}
            style={{ width: '100%', marginBlockStart: 4 }}
          />
        </label>
      ))}
    </Grid>
  )
}

function Holds() {
  const { t } = useWords()
  const api = useApi(factory)
  const release = useMutation(api.tell.releaseHold({ forgets: ['holds', 'retention'] }))
  return (
    <ListView
      contract={factory}
      route="holds"
      name="holds"
      rowKey="tagId"
      columns={[
        { key: 'equipmentName' },
        { key: 'name', main: true },
        { key: 'reason' },
        { key: 'personName' },
        { key: 'createdAt' },
      ]}
      rowActions={(row) => [
        {
          key: 'release',
          text: t('factory.storage.release'),
          may: 'factory.write',
          onClick: () => release.mutate({ params: { tagId: row.tagId } }),
        },
      ]}
    />
  )
}
