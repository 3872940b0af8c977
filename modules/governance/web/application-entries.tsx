import {
  Basis,
  ConfirmButton,
  Figure,
  FormDialog,
  Link,
  Panel,
  SimpleTable,
  StatusTag,
  say,
  Time,
  useApi,
  useMay,
  useWords,
} from '@ronghe/kit/ui'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { governance } from '../contract.ts'
import type { Application } from './application.tsx'

type Entry = Application['entries'][number]

/** The form's entries as the platform knows them, each with its proof, and what the firm says instead. */
export function Entries({ one }: { one: Application }) {
  const { t } = useWords()
  const may = useMay()
  const [said, setSaid] = useState<Entry | null>(null)
  const { call, forget } = useApi(governance)
  if (one.entries.length === 0) return null
  const isOpen = one.isMine && one.state === 'drafted' && may('governance.apply')
  const fill = async () => {
    await call.fillEntries({ params: { applicationId: one.id }, body: { version: one.version } })
    forget()
    say.done('governance.item.done')
  }
  const otherwise = one.entries.filter((entry) => entry.isOtherwise).length
  return (
    <Panel
      title={
        <>
          {t('governance.entry.title')}{' '}
          {otherwise > 0 ? (
            <StatusTag tone="warning" text={t('governance.entry.otherwise', { count: otherwise })} />
          ) : null}
        </>
      }
      extra={
        isOpen ? (
          <ConfirmButton title={t('governance.entry.askFill')} onConfirm={fill}>
            {t('governance.entry.fill')}
          </ConfirmButton>
        ) : undefined
      }
    >
      <p className="governance-excerpt">{t('governance.entry.hint')}</p>
      <EntryTable
        entries={one.entries}
        {...(isOpen ? { act: (entry) => <Act one={one} entry={entry} onSay={() => setSaid(entry)} /> } : {})}
      />
      {said ? (
        <FormDialog
          open
          onClose={() => setSaid(null)}
          title={t('governance.entry.sayOf', { entry: t(`governance.entry.${said.key}`) })}
          contract={governance}
          route="sayEntry"
          input={{ params: { applicationId: one.id, key: said.key } }}
          initial={{ version: one.version, said: said.said ?? said.value ?? '' }}
          fields={{ version: { hidden: true }, reason: { control: 'longText', wide: true } }}
        />
      ) : null}
    </Panel>
  )
}

type TableProps = { entries: readonly Entry[]; act?: (entry: Entry) => ReactNode }

export function EntryTable({ entries, act }: TableProps) {
  const { t } = useWords()
  return (
    <SimpleTable
      caption={t('governance.entry.title')}
      rowKey="key"
      rows={[...entries]}
      columns={[
        {
          key: 'key',
          title: t('governance.entry.entry'),
          render: ({ key }) => t(`governance.entry.${key}`),
        },
        {
          key: 'value',
          title: t('governance.entry.known'),
          render: (entry) => (
            <>
              <Known entry={entry} />{' '}
              <span className="governance-excerpt">
                {t(`governance.entry.from.${entry.source}`)} · <Time at={entry.at} as="day" />
              </span>
            </>
          ),
        },
        { key: 'said', title: t('governance.entry.said'), render: (entry) => <Said entry={entry} /> },
        ...(act ? [{ key: 'act', title: t('governance.entry.act'), render: act }] : []),
      ]}
    />
  )
}

/** A number is a figure, a text its words; both open to the rows that prove them. */
function Known({ entry }: { entry: Entry }) {
  const { t } = useWords()
  const { value, unit, at, basis, proof, reason } = entry
  if (value === null) return <span className="governance-excerpt">{t(reason ?? 'ui.figure.noReason')}</span>
  if (entry.isNumber) {
    const figure = { value: Number(value), unit, at, basis, ...(proof ? { proof } : {}) }
    return <Figure compact label={t(`governance.entry.${entry.key}`)} figure={figure} digits={2} />
  }
  const text = entry.key === 'sizeClass' ? t(`registry.value.sizeClass.${value}`) : value
  return (
    <span className="governance-long">
      {proof ? <Link to={proof}>{text}</Link> : text} <Basis basis={basis} short />
    </span>
  )
}

function Said({ entry }: { entry: Entry }) {
  const { t } = useWords()
  if (entry.said === null) return '–'
  const text = entry.key === 'sizeClass' ? t(`registry.value.sizeClass.${entry.said}`) : entry.said
  return (
    <span className="governance-long">
      <strong>{text}</strong> <Basis basis="declared" short />{' '}
      {entry.isOtherwise ? <StatusTag tone="warning" text={t('governance.entry.differs')} /> : null}
      <span className="governance-excerpt">
        {' '}
        {entry.saidReason ? `${entry.saidReason} · ` : ''}
        {entry.saidByName}
      </span>
    </span>
  )
}

function Act({ one, entry, onSay }: { one: Application; entry: Entry; onSay: () => void }) {
  const { t } = useWords()
  const { call, forget } = useApi(governance)
  if (entry.isFixed) return <span className="governance-excerpt">{t('governance.entry.isFixed')}</span>
  const takeBack = async () => {
    const params = { applicationId: one.id, key: entry.key }
    await call.sayEntry({ params, body: { version: one.version } })
    forget()
  }
  return (
    <div className="governance-actions">
      <Button size="small" onClick={onSay}>
        {t(entry.value === null ? 'governance.entry.state' : 'governance.entry.say')}
      </Button>
      {entry.said === null ? null : (
        <Button size="small" onClick={() => void takeBack()}>
          {t('governance.entry.unsay')}
        </Button>
      )}
    </div>
  )
}
