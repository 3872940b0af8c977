import { Page as Frame, ImportForm, Panel, useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '../contract.ts'

const kinds = {
  organisations: { route: 'importOrganisations', title: 'registry.page.organisationsImport' },
  parks: { route: 'importParks', title: 'registry.page.parksImport' },
  systems: { route: 'importSystems', title: 'registry.page.systemsImport' },
  roster: { route: 'importKeyRoster', title: 'registry.page.keyRosterImport' },
} as const

type Props = { kind: keyof typeof kinds; back: { title: string; to: string } }

/** A table of the registry, tried first, then written. */
export function ImportPage({ kind, back }: Props) {
  const { t } = useWords()
  const api = useApi(registry)
  const { route, title } = kinds[kind]
  return (
    <Frame title={t(title)} breadcrumbs={[{ title: t(back.title), to: back.to }]}>
      <Panel title={t('registry.import.file')}>
        <ImportForm
          contract={registry}
          route={route}
          onTemplate={() => api.download.importTemplate({ query: { kind } })}
          onWritten={() => api.forget()}
        />
      </Panel>
    </Frame>
  )
}
