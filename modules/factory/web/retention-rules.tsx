import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  ConfirmButton,
  FormDialog,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'

type Rule = Answer<(typeof factory)['routes']['retentionRules']>['rows'][number]

const forgets = ['retentionRules', 'retention'] as const

/** Classes of signals that are kept longer or shorter than the rest: the first that fits counts. */
export function RetentionRules() {
  const { t } = useWords()
  const api = useApi(factory)
  const rules = useQuery(api.ask.retentionRules({}))
  const [edited, setEdited] = useState<Rule | 'new' | null>(null)
  return (
    <Panel
      title={t('factory.storage.rules')}
      extra={
        <Allowed may="factory.write">
          <Button onClick={() => setEdited('new')}>{t('factory.storage.addRule')}</Button>
        </Allowed>
      }
    >
      <Stack>
        <p>{t('factory.storage.rulesHint')}</p>
        <Loaded ask={rules}>
          {({ rows, rest }) => (
            <>
              {rows.length > 0 && (
                <div style={{ overflowX: 'auto' }}>
                  <Table rows={rows} onEdit={setEdited} />
                </div>
              )}
              <p>{t('factory.storage.restOfSignals', { count: rest })}</p>
              {edited && (
                <RuleForm
                  rule={edited === 'new' ? null : edited}
                  nextRank={Math.max(0, ...rows.map(({ rank }) => rank)) + 1}
                  onClose={() => setEdited(null)}
                />
              )}
            </>
          )}
        </Loaded>
      </Stack>
    </Panel>
  )
}

function Table({ rows, onEdit }: { rows: readonly Rule[]; onEdit(rule: Rule): void }) {
  const { t } = useWords()
  const remove = useMutation(useApi(factory).tell.removeRetentionRule({ forgets: [...forgets] }))
  const days = (value: number | null) => (value === null ? t('factory.storage.forEver') : String(value))
  const title = (key: string) => t(`factory.column.${key}`)
  return (
    <SimpleTable
      caption={t('factory.storage.rules')}
      rowKey="id"
      rows={rows.map((row) => ({ ...row }))}
      columns={[
        { key: 'rank', title: title('rank'), align: 'end' },
        { key: 'name', title: title('name') },
        { key: 'fits', title: title('fits'), render: (row) => <Fits rule={row} /> },
        {
          key: 'rawDays',
          title: t('factory.field.rawDays'),
          align: 'end',
          render: (row) => days(row.rawDays),
        },
        {
          key: 'minuteDays',
          title: t('factory.field.minuteDays'),
          align: 'end',
          render: (row) => days(row.minuteDays),
        },
        {
          key: 'hourDays',
          title: t('factory.field.hourDays'),
          align: 'end',
          render: (row) => days(row.hourDays),
        },
        { key: 'signals', title: title('signals'), align: 'end' },
        {
          key: 'act',
          title: '',
          render: (row) => (
            <Allowed may="factory.write">
              <span style={{ display: 'flex', gap: 4 }}>
                <Button size="small" onClick={() => onEdit(row)}>
                  {t('factory.storage.editRule')}
                </Button>
                <ConfirmButton
                  size="small"
                  danger
                  title={t('factory.storage.removeRuleAsk', { name: row.name })}
                  onConfirm={async () => void (await remove.mutateAsync({ params: { ruleId: row.id } }))}
                >
                  {t('factory.storage.removeRule')}
                </ConfirmButton>
              </span>
            </Allowed>
          ),
        },
      ]}
    />
  )
}

function Fits({ rule }: { rule: Rule }) {
  const { t } = useWords()
  const said = [
    rule.meaning === null ? null : t('factory.storage.ofMeaning', { meaning: rule.meaning }),
    rule.pattern === null ? null : t('factory.storage.ofName', { pattern: rule.pattern }),
    rule.equipmentName,
  ].filter((one) => one !== null)
  return <>{said.length === 0 ? t('factory.storage.allSignals') : said.join(' · ')}</>
}

function RuleForm({ rule, nextRank, onClose }: { rule: Rule | null; nextRank: number; onClose(): void }) {
  const { t } = useWords()
  const { call } = useApi(factory)
  const find = async (q: string) => {
    const { rows } = await call.equipment({ query: { ...(q ? { q } : {}), pageSize: 50 } })
    return rows.map(({ id, name, code }) => ({ value: id, text: `${name} (${code})` }))
  }
  const fields = {
    equipmentId: { find, label: 'factory.column.equipmentName' },
    reason: { control: 'longText' as const },
  }
  const shared = { contract: factory, open: true, onClose, fields, forgets }
  const empty = {
    meaning: null,
    pattern: null,
    equipmentId: null,
    rawDays: null,
    minuteDays: null,
    hourDays: null,
  }
  if (rule === null) {
    return (
      <FormDialog
        {...shared}
        route="addRetentionRule"
        title={t('factory.storage.addRule')}
        initial={{ rank: nextRank, ...empty }}
      />
    )
  }
  const { rank, name, meaning, pattern, equipmentId, rawDays, minuteDays, hourDays } = rule
  return (
    <FormDialog
      {...shared}
      route="changeRetentionRule"
      title={t('factory.storage.editRule')}
      input={{ params: { ruleId: rule.id } }}
      initial={{ rank, name, meaning, pattern, equipmentId, rawDays, minuteDays, hourDays }}
    />
  )
}
