import { FormDialog, say, type T, useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { factory } from '../contract.ts'

type Answer = 'acknowledgeAlarms' | 'shelveAlarms' | 'removeAlarmsFromService'
type Plain = 'resetAlarms' | 'unshelveAlarms' | 'returnAlarmsToService'
type Open = { route: Answer; watchIds: string[] } | null
type Done = { done: number; refused: readonly { refusal: string }[] }

/** One that can be answered: a row of the current alarms or of the points. */
export type Answerable = { watchId: string; state: string }

const waiting = new Set(['unacknowledged', 'returnedUnacknowledged', 'latchedUnacknowledged'])

/** What one may do with alarms, and the dialog that asks for what is needed. */
export function useAnswers(onAnswered: () => void = () => {}) {
  const { t } = useWords()
  const api = useApi(factory)
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)

  function told({ done, refused }: Done): void {
    if (done > 0) say.done('factory.alarm.done', { count: done })
    if (refused.length > 0)
      say.warning(`factory.alarm.refusal.${refused[0]?.refusal}`, { count: refused.length })
    api.forget()
    onAnswered()
  }
  async function plain(route: Plain, watchIds: string[]): Promise<void> {
    told(await api.call[route]({ body: { watchIds } }))
  }
  const ask = (route: Answer) => (rows: readonly Answerable[]) =>
    setOpen({ route, watchIds: rows.map((row) => row.watchId) })

  /** The actions that fit a row's state. */
  function actionsOf(row: Answerable) {
    const { state } = row
    const one = (key: string, onClick: () => unknown, allowed: string) => ({
      key,
      text: t(`factory.alarm.action.${key}`),
      onClick,
      may: allowed,
    })
    const ids = [row.watchId]
    const operate = 'factory.operate'
    return [
      ...(waiting.has(state) ? [one('acknowledge', () => ask('acknowledgeAlarms')([row]), operate)] : []),
      ...(state.startsWith('latched') ? [one('reset', () => plain('resetAlarms', ids), operate)] : []),
      ...(state === 'shelved'
        ? [one('unshelve', () => plain('unshelveAlarms', ids), operate)]
        : [one('shelve', () => ask('shelveAlarms')([row]), operate)]),
      ...(state === 'outOfService'
        ? [one('return', () => plain('returnAlarmsToService', ids), 'factory.write')]
        : [one('remove', () => ask('removeAlarmsFromService')([row]), 'factory.write')]),
    ]
  }

  const bulk = may('factory.operate') ? bulkOf(t, ask) : []
  const dialog =
    open && open.watchIds.length > 0 ? (
      <FormDialog
        open
        contract={factory}
        route={open.route}
        title={t(`factory.route.${open.route}`)}
        submit={t(`factory.route.${open.route}`)}
        initial={{ watchIds: open.watchIds, ...(open.route === 'shelveAlarms' ? { minutes: 60 } : {}) }}
        fields={{
          watchIds: { hidden: true },
          minutes: { unit: 'MIN' },
          reason: { control: 'longText', hint: 'factory.alarm.reasonHint' },
          comment: { control: 'longText' },
        }}
        onDone={(answer) => told(answer as Done)}
        onClose={() => setOpen(null)}
      />
    ) : null
  return { actionsOf, bulk, dialog }
}

type Ask = (route: Answer) => (rows: readonly Answerable[]) => void

/** What one may do with many at once. */
function bulkOf(t: T, ask: Ask) {
  const isWaiting = (row: Answerable) => waiting.has(row.state)
  return [
    {
      key: 'acknowledge',
      text: t('factory.alarm.action.acknowledge'),
      onClick: (rows: Answerable[]) => ask('acknowledgeAlarms')(rows.filter(isWaiting)),
    },
    { key: 'shelve', text: t('factory.alarm.action.shelve'), onClick: ask('shelveAlarms') },
  ]
}
