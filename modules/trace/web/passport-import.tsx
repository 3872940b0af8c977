import type { Answer } from '@ronghe/kit/contract'
import { Link, Nothing, Panel, SimpleTable, Stack, UploadForm, useApi, useWords } from '@ronghe/kit/ui'
import { useState } from 'react'
import { trace } from '../contract.ts'

type Tried = Answer<(typeof trace.routes)['importPassport']>

/** A passport of another system: tried first, each fault by its path, then written into the register. */
export function ImportPassport() {
  const { t } = useWords()
  const api = useApi(trace)
  const [tried, setTried] = useState<Tried | null>(null)
  const isNews = tried !== null && tried.changes.length + tried.papers.length > 0 && !tried.written
  return (
    <Panel title={t('trace.passport.import')}>
      <Stack>
        <p>{t('trace.passport.how')}</p>
        <UploadForm
          contract={trace}
          route="importPassport"
          accept=".json,.aasx"
          submit={t('trace.passport.try')}
          onDone={setTried}
        />
        {tried ? <Trial tried={tried} /> : null}
        {isNews ? (
          <UploadForm
            contract={trace}
            route="importPassport"
            query={{ dryRun: false }}
            accept=".json,.aasx"
            submit={t('trace.passport.write')}
            onDone={(answer) => {
              setTried(answer)
              api.forget()
            }}
          />
        ) : null}
      </Stack>
    </Panel>
  )
}

function Trial({ tried }: { tried: Tried }) {
  const { t } = useWords()
  if (tried.faults.length > 0)
    return (
      <SimpleTable
        caption={t('trace.passport.faults')}
        showCaption
        rowKey={(row) => `${row.path} ${row.rule}`}
        rows={tried.faults}
        columns={[
          { key: 'path', title: t('trace.passport.element') },
          { key: 'message', title: t('trace.passport.fault') },
        ]}
      />
    )
  if (tried.written)
    return (
      <Link to={`/trace/passport?id=${encodeURIComponent(tried.key ?? '')}`}>
        {t('trace.passport.written')}
      </Link>
    )
  if (tried.changes.length + tried.papers.length === 0) return <Nothing text={t('trace.passport.same')} />
  const papers = tried.papers.map((title) => ({ field: 'paper', before: null, after: title }))
  return (
    <SimpleTable
      caption={t('trace.passport.changes')}
      showCaption
      rowKey={(row) => `${row.field} ${row.after}`}
      rows={[...tried.changes, ...papers]}
      columns={[
        { key: 'field', title: t('trace.passport.element'), render: ({ field }) => fieldName(t, field) },
        { key: 'before', title: t('trace.passport.before'), render: ({ before }) => before ?? '–' },
        { key: 'after', title: t('trace.passport.after') },
      ]}
    />
  )
}

function fieldName(t: (key: string) => string, field: string): string {
  const [name = '', language] = field.split('.')
  const word = t(`trace.passport.changed.${name}`)
  return language ? `${word} (${language})` : word
}
