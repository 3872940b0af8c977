import {
  Allowed,
  ConfirmButton,
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
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
import { ApplicationForm } from './application-form.tsx'
import './governance.css'
import { JudgedTable } from './judged-table.tsx'
import { PartValue } from './mode-fields.tsx'
import { saidOf, termsParts } from './mode-parts.ts'
import { Money } from './money.tsx'

type Programme = Awaited<ReturnType<ReturnType<typeof useApi<typeof governance>>['call']['programme']>>

/** A programme's guide and conditions; a firm sees whether it fits and applies from here. */
export function Page() {
  const { programmeId } = useParams('programmeId')
  const programme = useQuery(useApi(governance).ask.programme({ params: { programmeId } }))
  return <Loaded ask={programme}>{(data) => <Detail programme={data} />}</Loaded>
}

function Detail({ programme }: { programme: Programme }) {
  const { t, name } = useWords()
  const [isApplying, setApplying] = useState(false)
  return (
    <Frame
      title={name({ nameZh: programme.titleZh, nameEn: programme.titleEn })}
      breadcrumbs={[{ title: t('governance.page.programmes'), to: '/governance/programmes' }]}
      tags={
        <>
          <StatusTag
            tone={programme.isOpenNow ? 'success' : 'neutral'}
            text={t(
              programme.isOpenNow
                ? 'governance.programme.openNow'
                : `governance.value.state.${programme.state}`,
            )}
          />
          {programme.isSample ? <SampleTag /> : null}
        </>
      }
      actions={
        <>
          {programme.isOurs ? <Move programme={programme} /> : null}
          {programme.isOpenNow ? (
            <Allowed may="governance.apply">
              <Button type="primary" onClick={() => setApplying(true)}>
                {t('governance.route.draftApplication')}
              </Button>
            </Allowed>
          ) : null}
        </>
      }
    >
      <Stack>
        <Guide programme={programme} />
        <Panel title={t('governance.programme.conditions')}>
          <Conditions programme={programme} />
        </Panel>
      </Stack>
      {isApplying ? (
        <ApplicationForm
          programmeId={programme.id}
          mode={programme.mode}
          onClose={() => setApplying(false)}
        />
      ) : null}
    </Frame>
  )
}

/** Guide, window, amounts and the mode's terms. */
function Guide({ programme }: { programme: Programme }) {
  const { t, name } = useWords()
  const text = { nameZh: programme.guideZh, nameEn: programme.guideEn }
  return (
    <Panel title={t('governance.programme.guide')}>
      <p className="governance-text">{name(text)}</p>
      <Facts
        items={[
          { label: t('governance.column.code'), value: programme.code },
          { label: t('governance.column.mode'), value: t(`governance.value.mode.${programme.mode}`) },
          { label: t('governance.column.opensAt'), value: <Time at={programme.opensAt} /> },
          { label: t('governance.column.closesAt'), value: <Time at={programme.closesAt} /> },
          { label: t('governance.programme.budget'), value: <Money fen={programme.budgetFen} /> },
          { label: t('governance.programme.grantedSoFar'), value: <Granted programme={programme} /> },
          { label: t('governance.programme.share'), value: `${programme.shareBasisPoints / 100} %` },
          { label: t('governance.programme.cap'), value: <Money fen={programme.capFen} /> },
          ...termsParts[programme.mode].map((part) => ({
            label: t(`governance.part.${part.key}`),
            value: <PartValue part={part} value={saidOf(programme.terms, part.key)} />,
          })),
          {
            label: t('governance.page.movements'),
            value: (
              <Allowed may="governance.read">
                <Link to={`/governance/movements?programme=${programme.id}`}>
                  {t('governance.programme.open')}
                </Link>
              </Allowed>
            ),
          },
          {
            label: t('governance.page.applications'),
            value: (
              <Allowed may="governance.read">
                <Link to={`/governance/applications?programme=${programme.id}`}>
                  {programme.applications}
                </Link>
              </Allowed>
            ),
          },
        ]}
      />
    </Panel>
  )
}

/** What was granted so far opens to the applications that make it, for whoever may see them. */
function Granted({ programme: { id, grantedFen } }: { programme: Programme }) {
  const may = useMay()
  const sum = <Money fen={grantedFen} />
  return may('governance.read') ? <Link to={`/governance/applications?programme=${id}`}>{sum}</Link> : sum
}

/** The firm's own standing where one acts for a firm; the bare conditions otherwise. */
function Conditions({ programme }: { programme: Programme }) {
  const may = useMay()
  const api = useApi(governance)
  const fitting = useQuery({ ...api.ask.fittingProgrammes({}), enabled: may('governance.apply') })
  const mine = fitting.data?.rows.find((one) => one.programmeId === programme.id)
  const bare = programme.conditions.map((one) => ({ ...one, found: null, met: null }))
  return <JudgedTable rows={mine?.conditions ?? bare} />
}

function Move({ programme }: { programme: Programme }) {
  const { t } = useWords()
  const move = useMutation(useApi(governance).tell.moveProgramme({ forgets: '*' }))
  const next = programme.state === 'draft' ? 'open' : programme.state === 'open' ? 'ended' : null
  if (next === null) return null
  return (
    <ConfirmButton
      may="governance.fund"
      danger={next === 'ended'}
      title={t(`governance.programme.ask.${next}`)}
      onConfirm={async () => {
        await move.mutateAsync({ params: { programmeId: programme.id }, body: { state: next } })
        say.done('governance.item.done')
      }}
    >
      {t(`governance.programme.move.${next}`)}
    </ConfirmButton>
  )
}
