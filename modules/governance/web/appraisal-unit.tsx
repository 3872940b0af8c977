import {
  Bars,
  ConfirmButton,
  Facts,
  FormDialog,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  StatusTag,
  say,
  Time,
  useApi,
  useMay,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import { AppealList } from './appeal-list.tsx'
import './governance.css'
import { indicatorName } from './indicator-name.ts'

type Unit = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['appraisalUnit']>>
type Indicator = Unit['indicators'][number]

/** A body's result: each figure with what was counted, additions with their reason, appeals. */
export function Page() {
  const params = useParams('appraisalId', 'departmentCode')
  const ask = useQuery(useApi(governance).ask.appraisalUnit({ params }))
  return <Loaded ask={ask}>{(data) => <Detail unit={data} />}</Loaded>
}

function Detail({ unit }: { unit: Unit }) {
  const { t, name } = useWords()
  const may = useMay()
  const { appraisal } = unit
  const [open, setOpen] = useState<'appeal' | 'adjust' | null>(null)
  const isAdjustable = unit.isOurs && (appraisal.state === 'issued' || appraisal.state === 'computed')
  return (
    <Frame
      title={name(unit)}
      breadcrumbs={[
        { title: t('governance.page.appraisals'), to: '/governance/appraisals' },
        {
          title: name({ nameZh: appraisal.titleZh, nameEn: appraisal.titleEn }),
          to: `/governance/appraisals/${appraisal.id}`,
        },
      ]}
      tags={unit.isVetoed ? <StatusTag tone="error" text={t('governance.appraisal.vetoed')} /> : null}
      actions={
        <>
          {isAdjustable && may('governance.supervise') ? (
            <Button onClick={() => setOpen('adjust')}>{t('governance.appraisal.add')}</Button>
          ) : null}
          {unit.mayAppeal ? (
            <Button type="primary" onClick={() => setOpen('appeal')}>
              {t('governance.appraisal.appeal')}
            </Button>
          ) : null}
        </>
      }
    >
      <Stack>
        <Summary unit={unit} />
        {unit.indicators.map((one) => (
          <Counted key={one.kind} one={one} isDetailed={unit.isDetailed} />
        ))}
        <Adjustments unit={unit} isAdjustable={isAdjustable} />
        {unit.appeals.length > 0 ? (
          <Panel title={t('governance.appraisal.appeals')}>
            <AppealList rows={unit.appeals} />
          </Panel>
        ) : null}
        {unit.earlier.length > 1 ? (
          <Bars
            title={t('governance.appraisal.earlier')}
            unit=""
            rows={unit.earlier.map((one) => ({
              name: name({ nameZh: one.titleZh, nameEn: one.titleEn }),
              values: [one.total],
            }))}
            series={[t('governance.column.total')]}
          />
        ) : null}
      </Stack>
      {open ? <Dialog unit={unit} kind={open} onClose={() => setOpen(null)} /> : null}
    </Frame>
  )
}

function Summary({ unit }: { unit: Unit }) {
  const { t } = useWords()
  const { total, rank, rankBefore, totalBefore, isSound } = unit
  return (
    <Panel title={t('governance.appraisal.results')}>
      <Facts
        items={[
          {
            label: t('governance.column.total'),
            value: <strong>{total ?? t('governance.appraisal.noTotal')}</strong>,
          },
          { label: t('governance.column.rank'), value: rank ?? '–' },
          { label: t('governance.column.totalBefore'), value: totalBefore ?? '–' },
          { label: t('governance.column.rankBefore'), value: rankBefore ?? '–' },
          { label: t('governance.column.adjusted'), value: unit.adjusted },
          {
            label: t('governance.appraisal.hash'),
            value: unit.scoreHash ? (
              <>
                <code title={unit.scoreHash}>{unit.scoreHash.slice(0, 16)}</code>{' '}
                <StatusTag
                  tone={isSound ? 'success' : 'error'}
                  text={t(`governance.appraisal.${isSound ? 'sound' : 'unsound'}`)}
                />
              </>
            ) : (
              t('governance.appraisal.none')
            ),
          },
          { label: t('governance.column.at'), value: unit.computedAt ? <Time at={unit.computedAt} /> : '–' },
        ]}
      />
    </Panel>
  )
}

/** An indicator opens to every item or goal that was counted. */
function Counted({ one, isDetailed }: { one: Indicator; isDetailed: boolean }) {
  const { t, name } = useWords()
  const { good, all, value, weight, rows } = one
  return (
    <Panel
      title={`${indicatorName({ t, name }, one)} · ${value ?? '–'}`}
      extra={t('governance.appraisal.countedOf', { weight, good, all })}
    >
      {rows.length > 0 ? (
        <SimpleTable
          caption={t('governance.appraisal.counted')}
          columns={[
            {
              key: 'title',
              title: t('governance.column.title'),
              render: (row) => (
                <Link to={row.link}>{name({ nameZh: row.titleZh, nameEn: row.titleEn })}</Link>
              ),
            },
            { key: 'dueOn', title: t('governance.column.dueOn'), render: (row) => row.dueOn ?? '–' },
            { key: 'doneOn', title: t('governance.appraisal.doneOn'), render: (row) => row.doneOn ?? '–' },
            ...(one.kind === 'goals'
              ? [
                  {
                    key: 'value',
                    title: t('governance.column.value'),
                    align: 'end' as const,
                    render: (row: Indicator['rows'][number]) => `${row.value ?? '–'} / ${row.target ?? '–'}`,
                  },
                ]
              : []),
            {
              key: 'share',
              title: t('governance.appraisal.share'),
              align: 'end',
              render: (row) =>
                row.share === null
                  ? t('governance.appraisal.leftOut')
                  : `${Math.round(row.share * 10_000) / 100}%`,
            },
          ]}
          rows={rows.map((row, place) => ({ ...row, key: `${row.link} ${place}` }))}
          rowKey="key"
        />
      ) : (
        <p>{t(`governance.appraisal.${isDetailed || all === 0 ? 'noRows' : 'onlySums'}`)}</p>
      )}
    </Panel>
  )
}

function Adjustments({ unit, isAdjustable }: { unit: Unit; isAdjustable: boolean }) {
  const { t } = useWords()
  const may = useMay()
  const withdraw = useMutation(useApi(governance).tell.withdrawAdjustment({}))
  if (unit.adjustments.length === 0) return null
  return (
    <Panel title={t('governance.appraisal.adjustments')}>
      <ul className="governance-trail">
        {unit.adjustments.map((one) => (
          <li key={one.id}>
            <StatusTag
              tone={one.kind === 'addition' ? 'success' : 'error'}
              text={`${t(`governance.value.kind.${one.kind}`)} ${one.kind === 'veto' ? '' : one.points}`}
            />{' '}
            {one.reason} · {one.personName} · <Time at={one.at} />
            {one.isByAppeal ? ` · ${t('governance.appraisal.byAppeal')}` : ''}
            {one.itemId ? (
              <>
                {' · '}
                <Link to={`/governance/items/${one.itemId}`}>{t('governance.appraisal.itemOf')}</Link>
              </>
            ) : null}
            {one.withdrawnReason ? (
              <em> · {t('governance.appraisal.withdrawn', { reason: one.withdrawnReason })}</em>
            ) : isAdjustable && may('governance.supervise') ? (
              <ConfirmButton
                reason
                size="small"
                title={t('governance.appraisal.ask.withdrawAdjustment')}
                onConfirm={async (reason) => {
                  await withdraw.mutateAsync({
                    params: { appraisalId: unit.appraisal.id, adjustmentId: one.id },
                    body: { reason: reason ?? '', version: unit.version },
                  })
                  say.done('governance.item.done')
                }}
              >
                {t('governance.route.withdrawAdjustment')}
              </ConfirmButton>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Dialog({ unit, kind, onClose }: { unit: Unit; kind: 'appeal' | 'adjust'; onClose: () => void }) {
  const { t, name } = useWords()
  const api = useApi(governance)
  const items = useQuery(api.ask.items({ query: { department: unit.departmentCode, pageSize: 200 } }))
  const input = { params: { appraisalId: unit.appraisal.id, departmentCode: unit.departmentCode } }
  const shared = { open: true, onClose, contract: governance, input } as const
  if (kind === 'appeal')
    return (
      <FormDialog
        {...shared}
        title={t('governance.appraisal.appeal')}
        route="appealAppraisal"
        fields={{
          text: { control: 'longText', wide: true, label: 'governance.appraisal.appealText' },
          indicator: {
            control: 'choice',
            options: unit.indicators.map((one) => ({
              value: one.kind,
              text: indicatorName({ t, name }, one),
            })),
          },
        }}
        order={['indicator', 'text']}
      />
    )
  return (
    <FormDialog
      {...shared}
      title={t('governance.appraisal.add')}
      route="adjustUnit"
      initial={{ kind: 'addition', points: 1, version: unit.version }}
      fields={{
        version: { hidden: true },
        reason: { control: 'longText', wide: true },
        itemId: {
          control: 'choice',
          wide: true,
          options: (items.data?.rows ?? []).map((one) => ({
            value: one.id,
            text: `${one.number} ${name({ nameZh: one.title, nameEn: one.titleEn })}`,
          })),
        },
      }}
      order={['kind', 'points', 'reason', 'itemId', 'version']}
    />
  )
}
