import {
  FormDialog,
  Page as Frame,
  ListView,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  Time,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { ExampleMark, useNamed } from './parts.tsx'
import { Limits, type QualityRule } from './rule-words.tsx'
import './assess.css'

/** From where on an assessor is to look at what a firm says: data with its source, every change a version. */
export function Page() {
  const { t } = useWords()
  const [changing, setChanging] = useState<QualityRule | null>(null)
  const asked = useQuery(useApi(assess).ask.qualityRules({ query: { isNewest: true } }))
  return (
    <Frame
      title={t('assess.page.qualityRules')}
      breadcrumbs={[{ title: t('assess.page.findings'), to: '/assess/findings' }]}
    >
      <Stack>
        <p className="r-muted">{t('assess.quality.hint')}</p>
        <Loaded ask={asked}>{({ rows }) => <Now rows={rows} onChange={setChanging} />}</Loaded>
        <Panel title={t('assess.quality.versions')}>
          <Versions />
        </Panel>
      </Stack>
      <ChangeDialog changing={changing} onClose={() => setChanging(null)} />
    </Frame>
  )
}

type NowProps = { rows: readonly QualityRule[]; onChange: (rule: QualityRule) => void }

function Now({ rows, onChange }: NowProps) {
  const { t } = useWords()
  const named = useNamed()
  const may = useMay()
  return (
    <Panel title={t('assess.quality.now')}>
      <SimpleTable
        caption={t('assess.quality.now')}
        rowKey="kind"
        rows={rows}
        columns={[
          {
            key: 'kind',
            title: t('assess.column.finding'),
            render: (rule) => t(`assess.value.finding.${rule.kind}`),
          },
          {
            key: 'says',
            title: t('assess.column.rule'),
            render: (rule) => (
              <>
                <Limits rule={rule} /> {rule.isExample ? <ExampleMark source={named(rule.source)} /> : null}
              </>
            ),
          },
          { key: 'source', title: t('assess.column.source'), render: (rule) => named(rule.source) },
          { key: 'version', title: t('assess.column.version'), align: 'end' },
          ...(may('assess.framework')
            ? [
                {
                  key: 'change',
                  title: '',
                  render: (rule: QualityRule) => (
                    <Button size="small" onClick={() => onChange(rule)}>
                      {t('assess.action.edit')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  )
}

function Versions() {
  const { t } = useWords()
  return (
    <ListView
      contract={assess}
      route="qualityRules"
      searchless
      rowKey={(row) => `${row.kind} ${row.version}`}
      columns={[
        {
          key: 'kind',
          title: 'assess.column.finding',
          main: true,
          render: (row) => t(`assess.value.finding.${row.kind}`),
        },
        { key: 'version', sort: true, align: 'end' },
        {
          key: 'threshold',
          title: 'assess.column.rule',
          render: (row) => (
            <span className="assess-wrapped">
              <Limits rule={row} />
            </span>
          ),
        },
        { key: 'reason', render: (row) => row.reason ?? '–' },
        {
          key: 'byName',
          render: (row) => (row.byName === 'system' ? t('assess.quality.byRegion') : row.byName),
        },
        { key: 'at', title: 'assess.column.at', sort: true, render: (row) => <Time at={row.at} /> },
      ]}
    />
  )
}

type ChangeProps = { changing: QualityRule | null; onClose: () => void }

function ChangeDialog({ changing, onClose }: ChangeProps) {
  const { t } = useWords()
  const kind = changing?.kind ?? 'outlier'
  return (
    <FormDialog
      open={changing !== null}
      onClose={onClose}
      title={`${t('assess.action.edit')} · ${t(`assess.value.finding.${kind}`)}`}
      contract={assess}
      route="changeQualityRule"
      input={{ params: { kind } }}
      initial={
        changing
          ? {
              ...(changing.least === null ? {} : { least: changing.least }),
              threshold: Number(changing.threshold),
              sourceZh: changing.source.zh,
              sourceEn: changing.source.en,
              isExample: changing.isExample,
              revision: changing.version,
            }
          : {}
      }
      fields={{
        revision: { hidden: true },
        least: { hidden: kind === 'jump' },
        sourceZh: { control: 'longText' },
        sourceEn: { control: 'longText' },
        reason: { label: 'assess.quality.reason', control: 'longText' },
      }}
      order={['least', 'threshold', 'sourceZh', 'sourceEn', 'isExample', 'reason']}
    />
  )
}
