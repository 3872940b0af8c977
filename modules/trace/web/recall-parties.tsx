import { FormDialog, ListView, StatusTag, Time, useMay, useMe, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { trace } from '../contract.ts'
import type { Recall } from '../recall/contract.ts'
import { readable } from './parts.tsx'

/** Whom it concerns, when they were told, and what they said. */
export function RecallParties({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const may = useMay()
  const mine = useMe().organisation?.id
  const [answering, setAnswering] = useState<{ id: string; name: string } | null>(null)
  const canAnswer = may('trace.capture') && recall.state === 'notified' && recall.part !== 'official'
  return (
    <>
      <ListView
        contract={trace}
        route="recallParties"
        params={{ recallId: recall.id }}
        label={t('trace.recall.parties')}
        rowKey="id"
        name="parties"
        empty={{ text: t('trace.recall.notFrozen') }}
        columns={[
          {
            key: 'name',
            main: true,
            render: ({ name, party, isOutside }) => (
              <>
                {name === party?.replace('https://id.gs1.org/', '') ? readable(party) : name}{' '}
                {isOutside ? <StatusTag tone="warning" text={t('trace.column.isOutside')} /> : null}
              </>
            ),
          },
          { key: 'items', align: 'end', render: ({ items, accounted }) => `${accounted} / ${items}` },
          { key: 'notifiedAt', render: ({ notifiedAt }) => <Time at={notifiedAt} /> },
          { key: 'answer', render: ({ answer }) => (answer ? t(`trace.value.answer.${answer}`) : '–') },
          { key: 'answeredAt', render: ({ answeredAt }) => <Time at={answeredAt} /> },
          { key: 'answeredBy', wideOnly: true },
          { key: 'note' },
        ]}
        rowActions={({ id, name, organisationId, isOutside }) => {
          const isMine = isOutside ? recall.part === 'maker' : organisationId === mine
          if (!canAnswer || !isMine) return []
          const text = t(isOutside ? 'trace.recall.answerFor' : 'trace.recall.answer')
          return [{ key: 'answer', text, onClick: () => setAnswering({ id, name }) }]
        }}
      />
      <FormDialog
        open={answering !== null}
        onClose={() => setAnswering(null)}
        title={`${t('trace.recall.answer')} · ${answering?.name ?? ''}`}
        contract={trace}
        route="answerRecall"
        input={{ params: { recallId: recall.id, partyId: answering?.id ?? '' } }}
        fields={{ note: { control: 'longText' } }}
      />
    </>
  )
}

/** What was done, by whom, when. */
export function RecallTrail({ recall }: { recall: Recall }) {
  const { t } = useWords()
  return (
    <ListView
      contract={trace}
      route="recallTrail"
      params={{ recallId: recall.id }}
      label={t('trace.recall.trail')}
      rowKey="id"
      name="trail"
      searchless
      columns={[
        { key: 'at', render: ({ at }) => <Time at={at} /> },
        { key: 'act', main: true, render: ({ act }) => t(`trace.value.act.${act}`) },
        { key: 'organisationName' },
        { key: 'personName' },
        { key: 'things', align: 'end' },
        { key: 'note', render: ({ note }) => <span className="trace-id">{note}</span> },
      ]}
    />
  )
}
