import { FormDialog, Page as Frame, Loaded, Panel, Stack, StatusTag, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import { EntryTable } from './application-entries.tsx'
import './governance.css'
import { Money } from './money.tsx'

type Review = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['myReviews']>
>['rows'][number]

const tones = { drawn: 'info', scored: 'success', recused: 'neutral' } as const

/** What was drawn for the reader, without who applied. */
export function Page() {
  const { t } = useWords()
  const [isJoining, setJoining] = useState(false)
  const mine = useQuery(useApi(governance).ask.myReviews({}))
  return (
    <Frame
      title={t('governance.page.reviews')}
      subtitle={t('governance.review.blind')}
      actions={<Button onClick={() => setJoining(true)}>{t('governance.route.joinExperts')}</Button>}
    >
      <Loaded ask={mine}>
        {({ rows }) => (
          <Stack>
            {rows.map((row) => (
              <ReviewPanel key={row.applicationId} row={row} />
            ))}
            {rows.length === 0 ? <p>{t('governance.review.none')}</p> : null}
          </Stack>
        )}
      </Loaded>
      {isJoining ? (
        <FormDialog
          open
          onClose={() => setJoining(false)}
          title={t('governance.route.joinExperts')}
          contract={governance}
          route="joinExperts"
          fields={{ fields: { control: 'longText', wide: true } }}
        />
      ) : null}
    </Frame>
  )
}

function ReviewPanel({ row }: { row: Review }) {
  const { t, name } = useWords()
  const [asked, setAsked] = useState<'score' | 'recuse' | null>(null)
  const isOpen = row.state === 'drawn'
  return (
    <Panel
      title={row.title}
      extra={<StatusTag tone={tones[row.state]} text={t(`governance.review.state.${row.state}`)} />}
    >
      <p className="governance-excerpt">
        {name({ nameZh: row.programmeZh, nameEn: row.programmeEn })} ·{' '}
        {t('governance.application.investment')} <Money fen={row.investmentFen} /> ·{' '}
        {t('governance.application.asked')} <Money fen={row.askedFen} />
      </p>
      <p className="governance-text">{row.summary}</p>
      {row.entries.length > 0 ? (
        <details>
          <summary>{t('governance.entry.title')}</summary>
          <EntryTable entries={row.entries} />
        </details>
      ) : null}
      {row.scoreTenths === null ? null : (
        <p>{t('governance.review.points', { points: row.scoreTenths / 10 })}</p>
      )}
      {isOpen ? (
        <div className="governance-actions">
          <Button type="primary" onClick={() => setAsked('score')}>
            {t('governance.review.act.score')}
          </Button>
          <Button onClick={() => setAsked('recuse')}>{t('governance.review.act.recuse')}</Button>
        </div>
      ) : null}
      {asked ? (
        <FormDialog
          open
          onClose={() => setAsked(null)}
          title={t(`governance.review.act.${asked}`)}
          contract={governance}
          route="review"
          input={{ params: { applicationId: row.applicationId } }}
          initial={{ act: asked }}
          prepare={({ scoreTenths, ...body }) =>
            scoreTenths === undefined ? body : { ...body, scoreTenths: Math.round(Number(scoreTenths) * 10) }
          }
          fields={{
            act: { hidden: true },
            scoreTenths: { hidden: asked === 'recuse' },
            comment: { control: 'longText', wide: true },
          }}
        />
      ) : null}
    </Panel>
  )
}
