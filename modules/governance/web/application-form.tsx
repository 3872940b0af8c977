import { factory } from '@ronghe/factory/contract'
import { FormDialog, useApi, useGo, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import { ModeFields } from './mode-fields.tsx'
import { type Mode, requestParts } from './mode-parts.ts'

type ControlProps = { id?: string; value?: unknown; onChange?: (value: unknown) => void }

type Values = {
  title: string
  summary: string
  investmentFen: number
  askedFen: number
  equipmentCodes: string[]
  invoiceNumbers: string[]
  version: number
  request?: unknown
}
type Props = { mode: Mode; onClose: () => void } & (
  | { programmeId: string; application?: undefined }
  | { programmeId?: undefined; application: { id: string; values: Values } }
)

/** What a firm asks for: amounts in yuan, machines from its own register, invoices by number. */
export function ApplicationForm({ programmeId, application, mode, onClose }: Props) {
  const { t } = useWords()
  const go = useGo()
  const machines = useApi(factory)
  const shared = {
    ...{ open: true, onClose, contract: governance },
    fields: {
      title: { wide: true, label: 'governance.application.project' },
      summary: { control: 'longText', wide: true },
      investmentFen: { unit: 'CNY' },
      askedFen: { unit: 'CNY' },
      equipmentCodes: {
        wide: true,
        control: 'choices',
        find: async (q: string) => {
          const { rows } = await machines.call.equipment({ query: { q, pageSize: 30 } })
          return rows.map((one) => ({ value: one.code, text: `${one.code} ${one.name}` }))
        },
      },
      invoiceNumbers: { control: 'tags', wide: true },
      request: {
        wide: true,
        ...(mode === 'grant' ? {} : { label: `governance.request.of.${mode}` }),
        hidden: mode === 'grant',
        render: (props: ControlProps) => <ModeFields {...props} mode={mode} parts={requestParts[mode]} />,
      },
      version: { hidden: true },
    },
    prepare: ({ request, ...body }: Record<string, unknown>) => ({
      ...body,
      ...(mode === 'grant' ? {} : { request: { ...(request as object), mode } }),
      investmentFen: Math.round(Number(body.investmentFen) * 100),
      askedFen: Math.round(Number(body.askedFen) * 100),
    }),
  } as const
  if (application) {
    const { values, id } = application
    return (
      <FormDialog
        {...shared}
        title={t('governance.route.changeApplication')}
        route="changeApplication"
        input={{ params: { applicationId: id } }}
        initial={{ ...values, investmentFen: values.investmentFen / 100, askedFen: values.askedFen / 100 }}
      />
    )
  }
  return (
    <FormDialog
      {...shared}
      title={t('governance.route.draftApplication')}
      route="draftApplication"
      input={{ params: { programmeId } }}
      initial={{ equipmentCodes: [], invoiceNumbers: [] }}
      onDone={({ id }) => go(`/governance/applications/${id}`)}
    />
  )
}
