import { ContractForm, Page as Frame, Loaded, useApi, useGo, useSearch, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { indicatorKinds, type Scheme } from '../appraisal/scheme.ts'
import { governance } from '../contract.ts'
import { IndicatorsField } from './indicators-field.tsx'

const order = [
  'titleZh',
  'titleEn',
  'fromOn',
  'toOn',
  'appealDays',
  'departments',
  'scheme.indicators',
] as const
const firstWeights = { goals: 40, punctual: 30, closed: 20, neverRed: 10, signed: 0 } as const

/** The editor of a scheme: a new one, one after the model of an earlier one, or a draft that is changed. */
export function Page() {
  const { from, edit } = useSearch() as { from?: string; edit?: string }
  const { t } = useWords()
  const id = edit ?? from
  if (id === undefined) return <Editor initial={{ appealDays: 5, scheme: firstScheme(t) }} />
  return <Earlier appraisalId={id} isEdit={edit !== undefined} />
}

/** What a scheme begins with; all of it can be changed. */
function firstScheme(t: (key: string) => string): Scheme {
  const indicators = indicatorKinds
    .filter((kind) => firstWeights[kind] > 0)
    .map((kind) => {
      const word = t(`governance.value.indicator.${kind}`)
      return { kind, nameZh: word, nameEn: word, weight: firstWeights[kind] }
    })
  return { indicators, additionsMax: 5, deductionsMax: 10, vetoAtMost: 59, missing: 'drop' }
}

function Earlier({ appraisalId, isEdit }: { appraisalId: string; isEdit: boolean }) {
  const ask = useQuery(useApi(governance).ask.appraisal({ params: { appraisalId } }))
  return (
    <Loaded ask={ask}>
      {({ titleZh, titleEn, fromOn, toOn, appealDays, departments, scheme, version }) => {
        const values = { titleZh, titleEn, appealDays, departments, scheme }
        return isEdit ? (
          <Editor initial={{ ...values, fromOn, toOn, version }} edited={appraisalId} />
        ) : (
          <Editor initial={values} />
        )
      }}
    </Loaded>
  )
}

function Editor({ initial, edited }: { initial: Record<string, unknown>; edited?: string }) {
  const { t, name } = useWords()
  const go = useGo()
  const bodies = useQuery(useApi(governance).ask.departments({ query: { pageSize: 200 } }))
  const fields = {
    titleZh: { wide: true },
    titleEn: { wide: true },
    fromOn: { control: 'day' },
    toOn: { control: 'day' },
    departments: {
      hint: 'governance.appraisal.departments',
      control: 'choices',
      wide: true,
      options: (bodies.data?.rows ?? []).map((one) => ({ value: one.code, text: name(one) })),
    },
    'scheme.missing': {
      options: (['drop', 'lowest'] as const).map((value) => ({
        value,
        text: t(`governance.value.scheme.missing.${value}`),
      })),
    },
    'scheme.indicators': { wide: true, render: (props: object) => <IndicatorsField {...props} /> },
  } as const
  return (
    <Frame
      title={t(edited ? 'governance.appraisal.do.edit' : 'governance.page.appraisalDraft')}
      breadcrumbs={[{ title: t('governance.page.appraisals'), to: '/governance/appraisals' }]}
    >
      {edited ? (
        <ContractForm
          contract={governance}
          route="changeAppraisal"
          input={{ params: { appraisalId: edited } }}
          initial={initial}
          fields={{ ...fields, version: { hidden: true } }}
          order={[...order, 'version']}
          onDone={() => go(`/governance/appraisals/${edited}`)}
          onCancel={() => go(`/governance/appraisals/${edited}`)}
        />
      ) : (
        <ContractForm
          contract={governance}
          route="draftAppraisal"
          initial={initial}
          fields={fields}
          order={[...order]}
          onDone={({ id }) => go(`/governance/appraisals/${id}`)}
          onCancel={() => go('/governance/appraisals')}
        />
      )}
    </Frame>
  )
}
