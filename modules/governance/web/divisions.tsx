import {
  Facts,
  Figure,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  useApi,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'

/**
 * What a public figure comes from: the counts of each division, how they are joined, and where the proof goes
 * on.
 */
export function Page() {
  const { t, name } = useWords()
  const api = useApi(governance)
  const { region } = useSearch() as { region?: string }
  const overview = useQuery(api.ask.overview({ query: region ? { region } : {} }))
  return (
    <Loaded ask={overview}>
      {(data) => (
        <Frame
          title={`${name(data)} · ${t('governance.page.divisions')}`}
          breadcrumbs={[{ title: t('governance.page.overview'), to: `/?region=${data.code}` }]}
          tags={data.isSample ? <SampleTag /> : undefined}
        >
          <Stack>
            <Panel title={t('governance.proof.how')}>
              <Facts
                items={[
                  {
                    label: t('governance.figure.rateEvidenced'),
                    value: (
                      <Figure
                        label=""
                        figure={{ ...data.rateEvidenced, proof: undefined } as never}
                        digits={1}
                      />
                    ),
                  },
                  {
                    label: t('governance.figure.rateDeclared'),
                    value: (
                      <Figure
                        label=""
                        figure={{ ...data.rateDeclared, proof: undefined } as never}
                        digits={1}
                      />
                    ),
                  },
                  { label: t('governance.proof.formula'), value: t('governance.proof.formulaText') },
                  { label: t('governance.proof.evidenced'), value: t('governance.proof.evidencedText') },
                ]}
              />
            </Panel>
            <Panel title={t('governance.page.divisions')}>
              <SimpleTable
                caption={t('governance.page.divisions')}
                rowKey="code"
                columns={[
                  {
                    key: 'name',
                    title: t('governance.divisions.name'),
                    render: (row) => <Link to={`/governance/divisions?region=${row.code}`}>{name(row)}</Link>,
                  },
                  {
                    key: 'keyProcess',
                    title: t('governance.figure.keyProcess'),
                    align: 'end',
                    render: (row) => row.machines.keyProcess,
                  },
                  {
                    key: 'declared',
                    title: t('governance.column.keyProcessControlledDeclared'),
                    align: 'end',
                    render: (row) => row.machines.keyProcessControlledDeclared,
                  },
                  {
                    key: 'evidenced',
                    title: t('governance.column.keyProcessControlledEvidenced'),
                    align: 'end',
                    render: (row) => row.machines.keyProcessControlledEvidenced,
                  },
                  {
                    key: 'connected',
                    title: t('governance.figure.machinesConnected'),
                    align: 'end',
                    render: (row) => row.machines.machinesConnected,
                  },
                  {
                    key: 'machines',
                    title: t('governance.figure.machines'),
                    align: 'end',
                    render: (row) => row.machines.machines,
                  },
                ]}
                rows={data.divisions}
              />
              <p>
                <Link to={`/sign-in?next=${encodeURIComponent(`/governance/firms?region=${data.code}`)}`}>
                  {t('governance.proof.signIn')}
                </Link>
              </p>
            </Panel>
          </Stack>
        </Frame>
      )}
    </Loaded>
  )
}
