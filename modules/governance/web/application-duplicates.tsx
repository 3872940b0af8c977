import { FormDialog, Link, Panel, type SimpleColumn, StatusTag, Time, useMay, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { governance } from '../contract.ts'
import type { Application } from './application.tsx'
import { stateText } from './application-tone.ts'
import { Money } from './money.tsx'
import { RowsTable } from './rows-table.tsx'

type Hit = Application['duplicates'][number]

const tones = { same: 'error', different: 'success', allowed: 'warning' } as const

/** The same machine, invoice, contract or project elsewhere: both sides for officials, and their decision. */
export function Duplicates({ one }: { one: Application }) {
  const { t } = useWords()
  const may = useMay()
  const [asked, setAsked] = useState<Hit | null>(null)
  const columns = useColumns(may('governance.check') ? setAsked : null)
  if (one.duplicates.length === 0) return null
  const open = one.duplicates.filter((hit) => hit.decision === null).length
  return (
    <Panel
      title={
        <StatusTag
          tone={open > 0 ? 'error' : 'neutral'}
          text={t('governance.duplicate.title', { count: one.duplicates.length, open })}
        />
      }
    >
      <RowsTable
        caption={t('governance.application.duplicates')}
        rowKey={keyOf}
        rows={one.duplicates}
        columns={columns}
        wide
      />
      {asked ? (
        <FormDialog
          open
          onClose={() => setAsked(null)}
          title={t('governance.route.decideDuplicate')}
          contract={governance}
          route="decideDuplicate"
          input={{ params: { applicationId: one.id } }}
          initial={{
            ...{ version: one.version, kind: asked.kind, key: asked.key },
            applicationNumber: asked.applicationNumber,
          }}
          fields={{
            ...{ version: { hidden: true }, kind: { hidden: true }, key: { hidden: true } },
            applicationNumber: { hidden: true },
            decision: {
              options: (['same', 'different', 'allowed'] as const).map((value) => ({
                value,
                text: t(`governance.duplicate.${value}`),
              })),
            },
            reason: { control: 'longText', wide: true },
          }}
        />
      ) : null}
    </Panel>
  )
}

const keyOf = (hit: Hit) => `${hit.kind} ${hit.key} ${hit.applicationNumber}`

function useColumns(onDecide: ((hit: Hit) => void) | null): SimpleColumn<Hit>[] {
  const { t, name } = useWords()
  return [
    {
      key: 'label',
      title: t('governance.duplicate.here'),
      render: (hit) => <Side hit={hit} machine={hit.key} label={hit.label} />,
    },
    {
      key: 'otherLabel',
      title: t('governance.duplicate.there'),
      render: (hit) => (
        <>
          <Side hit={hit} machine={hit.otherKey} label={hit.otherLabel ?? hit.label} />
          <span className="governance-excerpt">
            {hit.how === 'serial' ? ` ${t('governance.duplicate.bySerial')}` : ''}
          </span>
        </>
      ),
    },
    {
      key: 'applicationNumber',
      title: t('governance.application.alsoIn'),
      render: (hit) => <Other hit={hit} />,
    },
    {
      key: 'programmeZh',
      title: t('governance.column.programme'),
      render: (hit) => (
        <>
          {name({ nameZh: hit.programmeZh, nameEn: hit.programmeEn })} · <Time at={hit.otherAt} as="day" />
        </>
      ),
    },
    {
      key: 'state',
      title: t('governance.column.state'),
      render: (hit) => (
        <>
          {stateText(t, hit.state)}
          {hit.otherGrantFen === null ? null : (
            <>
              {' · '}
              {t('governance.application.granted')} <Money fen={hit.otherGrantFen} />
            </>
          )}
          {hit.otherPaidFen === 0 ? null : (
            <>
              {' · '}
              {t('governance.movement.paid')} <Money fen={hit.otherPaidFen} />
            </>
          )}
        </>
      ),
    },
    {
      key: 'decision',
      title: t('governance.field.decision'),
      render: (hit) => <Decided hit={hit} onDecide={onDecide === null ? null : () => onDecide(hit)} />,
    },
  ]
}

/** A machine opens to its place in the register. */
function Side({ hit, machine, label }: { hit: Hit; machine: string | null; label: string }) {
  const { t } = useWords()
  const text = `${t(`governance.subject.${hit.kind}`)} ${label}`
  return (
    <span className="governance-long governance-inline">
      {hit.kind === 'equipment' && machine ? <Link to={`/factory/equipment/${machine}`}>{text}</Link> : text}
    </span>
  )
}

function Other({ hit }: { hit: Hit }) {
  const { t } = useWords()
  if (hit.otherId === null)
    return (
      <>
        {hit.applicationNumber}{' '}
        <span className="governance-excerpt">{t('governance.duplicate.elsewhere')}</span>
      </>
    )
  return (
    <span className="governance-long governance-inline">
      <Link to={`/governance/applications/${hit.otherId}`}>{hit.applicationNumber}</Link>{' '}
      <span className="governance-excerpt">
        {hit.otherOrganisationName} · {hit.otherTitle}
      </span>
    </span>
  )
}

function Decided({ hit, onDecide }: { hit: Hit; onDecide: (() => void) | null }) {
  const { t } = useWords()
  return (
    <span className="governance-long">
      {hit.decision === null ? null : (
        <>
          <StatusTag tone={tones[hit.decision]} text={t(`governance.duplicate.${hit.decision}`)} />{' '}
          <span className="governance-excerpt">
            {hit.reason} · {hit.byName} · {hit.decidedAt ? <Time at={hit.decidedAt} as="day" /> : null}
          </span>{' '}
        </>
      )}
      {onDecide === null ? null : (
        <Button size="small" onClick={onDecide}>
          {t(hit.decision === null ? 'governance.duplicate.decide' : 'governance.duplicate.again')}
        </Button>
      )}
    </span>
  )
}
