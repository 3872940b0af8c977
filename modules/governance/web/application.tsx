import {
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  StatusTag,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { ApplicationActions } from './application-actions.tsx'
import { Duplicates } from './application-duplicates.tsx'
import { Entries } from './application-entries.tsx'
import { Objections } from './application-objections.tsx'
import { stateText, toneOf } from './application-tone.ts'
import { Tranches } from './application-tranches.tsx'
import './governance.css'
import { JudgedTable } from './judged-table.tsx'
import { PartValue } from './mode-fields.tsx'
import { requestParts, saidOf } from './mode-parts.ts'
import { Money } from './money.tsx'
import { ReviewTable } from './review-table.tsx'

export type Application = Awaited<
  ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['application']>
>

/** One application: what is asked for, what was found, where it stands, and what the reader may do. */
export function Page() {
  const { applicationId } = useParams('applicationId')
  const application = useQuery(useApi(governance).ask.application({ params: { applicationId } }))
  return <Loaded ask={application}>{(data) => <Detail one={data} />}</Loaded>
}

function Detail({ one }: { one: Application }) {
  const { t } = useWords()
  return (
    <Frame
      title={one.title}
      breadcrumbs={[{ title: t('governance.page.applications'), to: '/governance/applications' }]}
      tags={
        <>
          <StatusTag tone={toneOf(one.state)} text={stateText(t, one.state)} />
          {one.isSample ? <SampleTag /> : null}
        </>
      }
      actions={<ApplicationActions one={one} />}
    >
      <Stack>
        <About one={one} />
        <Entries one={one} />
        <Duplicates one={one} />
        {one.judged.length > 0 ? (
          <Panel title={t('governance.programme.conditions')}>
            <JudgedTable rows={one.judged} />
          </Panel>
        ) : null}
        <Review one={one} />
        <Objections one={one} />
        <Tranches one={one} />
        <Trail one={one} />
      </Stack>
    </Frame>
  )
}

function About({ one }: { one: Application }) {
  const { t, name } = useWords()
  const programme = name({ nameZh: one.programmeZh, nameEn: one.programmeEn })
  return (
    <Panel title={t('governance.application.about')}>
      <Facts
        items={[
          { label: t('governance.column.number'), value: one.number },
          { label: t('governance.column.organisationName'), value: one.organisationName },
          {
            label: t('governance.column.programme'),
            value: <Link to={`/governance/programmes/${one.programmeId}`}>{programme}</Link>,
          },
          { label: t('governance.application.investment'), value: <Money fen={one.investmentFen} /> },
          { label: t('governance.application.asked'), value: <Money fen={one.askedFen} /> },
          { label: t('governance.application.most'), value: <Money fen={one.grantMaxFen} /> },
          ...requestParts[one.mode].map((part) => ({
            label: t(`governance.part.${part.key}`),
            value: <PartValue part={part} value={saidOf(one.request, part.key)} />,
          })),
          ...(one.sharePpm === null
            ? []
            : [
                {
                  label: t('governance.application.share'),
                  value: `${(one.sharePpm / 10_000).toFixed(2)} %`,
                },
              ]),
          {
            label: t('governance.application.granted'),
            value:
              one.tranches.length === 0 ? (
                <Money fen={one.grantFen} />
              ) : (
                <Link to={`/governance/movements?application=${one.id}`}>
                  <Money fen={one.grantFen} />
                </Link>
              ),
          },
          {
            label: t('governance.application.notice'),
            value: one.noticeFrom ? `${one.noticeFrom} – ${one.noticeTo}` : '–',
          },
          {
            label: t('governance.application.grade'),
            value: one.grade ? t(`governance.value.grade.${one.grade}`) : '–',
          },
          {
            label: t('governance.field.summary'),
            value: <p className="governance-text">{one.summary}</p>,
            wide: true,
          },
        ]}
      />
      <SimpleTable
        caption={t('governance.application.subjects')}
        rowKey="label"
        rows={one.subjects}
        columns={[
          {
            key: 'kind',
            title: t('governance.application.kind'),
            render: ({ kind }) => t(`governance.subject.${kind}`),
          },
          { key: 'label', title: t('governance.application.subjects') },
        ]}
      />
    </Panel>
  )
}

/** The experts' outcome, and the seed with which anybody draws them again. */
function Review({ one }: { one: Application }) {
  const { t } = useWords()
  const { review } = one
  if (review === null) return null
  const points = (tenths: number | null) => (tenths === null ? '–' : (tenths / 10).toFixed(1))
  return (
    <Panel title={t('governance.review.title')}>
      <Facts
        items={[
          {
            label: t('governance.review.experts'),
            value: t('governance.review.counts', {
              drawn: review.drawn,
              scored: review.scored,
              recused: review.recused,
            }),
          },
          { label: t('governance.review.mean'), value: points(review.meanTenths) },
          {
            label: t('governance.review.spread'),
            value: (
              <>
                {points(review.spreadTenths)}{' '}
                {review.isDispersed ? (
                  <StatusTag tone="warning" text={t('governance.review.dispersed')} />
                ) : null}
              </>
            ),
          },
          { label: t('governance.review.seed'), value: <code>{review.seed}</code> },
        ]}
      />
      <ReviewTable rows={review.experts} />
    </Panel>
  )
}

function Trail({ one }: { one: Application }) {
  const { t } = useWords()
  return (
    <Panel title={t('governance.item.trail')}>
      <ol className="governance-trail">
        {one.events.map((event) => (
          <li key={event.id}>
            <strong>{t(`governance.fundEvent.${event.act}`)}</strong>{' '}
            {event.amountFen === null ? null : <Money fen={event.amountFen} />}
            <span className="governance-excerpt">
              {' '}
              {event.personName} · <Time at={event.at} />
            </span>
            {event.comment ? <p className="governance-text">{event.comment}</p> : null}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
