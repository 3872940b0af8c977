import type { Answer } from '@ronghe/kit/contract'
import { Allowed, Nothing, Panel, SimpleTable, UploadForm, useApi, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Machine } from './types.ts'

type Tried = Answer<(typeof factory)['routes']['importNameplate']>

/** The nameplate as an AAS submodel: out as JSON or package, in after a trial against the template. */
export function AasNameplate({ machine }: { machine: Machine }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [tried, setTried] = useState<Tried | null>(null)
  const params = { equipmentId: machine.id }
  return (
    <Panel
      title={t('factory.nameplate.aas')}
      extra={(['json', 'aasx'] as const).map((kind) => (
        <Button key={kind} onClick={() => void api.download.nameplate({ params, query: { package: kind } })}>
          {t(`factory.nameplate.${kind}`)}
        </Button>
      ))}
    >
      <Allowed may="factory.write">
        <p>{t('factory.nameplate.how')}</p>
        <UploadForm
          contract={factory}
          route="importNameplate"
          params={params}
          accept=".json,.aasx"
          submit={t('factory.nameplate.try')}
          onDone={setTried}
        />
        {tried ? <Trial tried={tried} /> : null}
        {tried && tried.faults.length === 0 && tried.changes.length > 0 ? (
          <UploadForm
            contract={factory}
            route="importNameplate"
            params={params}
            query={{ dryRun: false }}
            accept=".json,.aasx"
            submit={t('factory.nameplate.write')}
            onDone={(answer) => {
              setTried(answer)
              api.forget('oneEquipment')
            }}
          />
        ) : null}
      </Allowed>
    </Panel>
  )
}

function Trial({ tried }: { tried: Tried }) {
  const { t } = useWords()
  if (tried.written) return <Nothing text={t('factory.nameplate.written')} />
  if (tried.faults.length > 0)
    return (
      <SimpleTable
        caption={t('factory.nameplate.faults')}
        showCaption
        rowKey={(row) => `${row.field} ${row.rule}`}
        rows={tried.faults}
        columns={[
          { key: 'field', title: t('factory.nameplate.element') },
          { key: 'message', title: t('factory.nameplate.fault') },
        ]}
      />
    )
  if (tried.changes.length === 0) return <Nothing text={t('factory.nameplate.same')} />
  return (
    <SimpleTable
      caption={t('factory.nameplate.changes')}
      showCaption
      rowKey="field"
      rows={tried.changes}
      columns={[
        {
          key: 'field',
          title: t('factory.nameplate.element'),
          render: (row) => t(`factory.column.${row.field}`),
        },
        { key: 'before', title: t('factory.nameplate.before'), render: (row) => row.before ?? '–' },
        { key: 'after', title: t('factory.nameplate.after') },
      ]}
    />
  )
}
