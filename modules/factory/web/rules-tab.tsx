import { Allowed, Loaded, Panel, SimpleTable, Stack, Time, useApi, useWords } from '@ronghe/kit/ui'
import type { StateRules } from '@ronghe/oee'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { conditionText } from '../states/condition-text.ts'
import { RulesEditor } from './rules-editor.tsx'
import { StateTag, useReason } from './state-tag.tsx'
import type { Machine } from './types.ts'

/** How the machine's signals become states: the rules that hold, their versions, and their editor. */
export function RulesTab({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const { ask } = useApi(factory)
  const params = { equipmentId: machine.id }
  const [edited, setEdited] = useState<StateRules | null>(null)
  const rules = useQuery(ask.stateRules({ params }))
  if (edited) return <RulesEditor machine={machine} start={edited} onClose={() => setEdited(null)} />
  return (
    <Stack>
      <Loaded ask={rules}>
        {(held) => (
          <Panel
            title={t(`factory.rules.origin.${held.origin}`, { version: held.version })}
            extra={
              <Allowed may="factory.write">
                <Button type="primary" onClick={() => setEdited(held.rules as StateRules)}>
                  {t('factory.action.edit')}
                </Button>
              </Allowed>
            }
          >
            {held.note ? <p>{held.note}</p> : null}
            <RulesTable rules={held.rules as StateRules} />
          </Panel>
        )}
      </Loaded>
      <Versions machine={machine} onTake={setEdited} />
    </Stack>
  )
}

/** The rules in their sequence; the first whose condition is true decides. */
function RulesTable({ rules }: { rules: StateRules }) {
  const { t } = useWords()
  const reasonOf = useReason()
  const last = { id: 'otherwise', ...rules.otherwise, when: null }
  return (
    <SimpleTable
      caption={t('factory.tab.rules')}
      rowKey="id"
      rows={[...rules.rules, last].map((rule, index) => ({ ...rule, place: index + 1 }))}
      columns={[
        { key: 'place', title: t('factory.rules.place'), align: 'end' },
        {
          key: 'when',
          title: t('factory.rules.when'),
          render: ({ when }) =>
            when ? <code>{conditionText(when)}</code> : <em>{t('factory.rules.otherwise')}</em>,
        },
        { key: 'state', title: t('factory.column.state'), render: ({ state }) => <StateTag state={state} /> },
        {
          key: 'reason',
          title: t('factory.column.reason'),
          render: ({ reason }) => reasonOf(reason ?? null),
        },
      ]}
    />
  )
}

function Versions({ machine, onTake }: { machine: Machine; onTake: (rules: StateRules) => void }) {
  const { t } = useWords()
  const { ask } = useApi(factory)
  const versions = useQuery(
    ask.stateRuleVersions({ params: { equipmentId: machine.id }, query: { pageSize: 100 } }),
  )
  return (
    <Loaded ask={versions}>
      {({ rows }) =>
        rows.length === 0 ? null : (
          <Panel title={t('factory.route.stateRuleVersions')}>
            <SimpleTable
              caption={t('factory.route.stateRuleVersions')}
              rowKey="version"
              rows={rows}
              columns={[
                { key: 'version', title: t('factory.column.version'), align: 'end' },
                {
                  key: 'createdAt',
                  title: t('factory.column.createdAt'),
                  render: (row) => <Time at={row.createdAt} />,
                },
                { key: 'note', title: t('factory.column.note'), render: (row) => row.note ?? '–' },
                {
                  key: 'take',
                  title: t('factory.column.actions'),
                  render: (row) => (
                    <Allowed may="factory.write">
                      <Button type="link" size="small" onClick={() => onTake(row.rules as StateRules)}>
                        {t('factory.rules.take')}
                      </Button>
                    </Allowed>
                  ),
                },
              ]}
            />
          </Panel>
        )
      }
    </Loaded>
  )
}
