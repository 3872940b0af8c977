import { FormDialog, useApi, useGo, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { policyKinds } from '../library/contract.ts'
import { ConditionsField } from './conditions-field.tsx'
import type { Policy } from './policy.tsx'

const long = { control: 'longText', wide: true } as const

/** A new policy or notice, or a draft of one written anew. */
export function PolicyForm({ policy, onClose }: { policy?: Policy; onClose: () => void }) {
  const { t, name } = useWords()
  const go = useGo()
  const programmes = useQuery(useApi(governance).ask.programmes({ query: { pageSize: 200 } }))
  const options = (programmes.data?.rows ?? []).map((one) => {
    return { value: one.id, text: name({ nameZh: one.titleZh, nameEn: one.titleEn }) }
  })
  const shared = {
    onClose,
    contract: governance,
    fields: {
      kind: {
        options: policyKinds.map((value) => ({ value, text: t(`governance.value.policyKind.${value}`) })),
      },
      titleZh: { wide: true },
      titleEn: { wide: true },
      textZh: long,
      textEn: long,
      programmeId: { options },
      conditions: {
        label: 'governance.policy.whom',
        wide: true,
        render: (props: object) => <ConditionsField {...props} />,
      },
      version: { hidden: true },
    },
  }
  if (policy)
    return (
      <FormDialog
        {...shared}
        open
        title={t('governance.route.changePolicy')}
        route="changePolicy"
        input={{ params: { policyId: policy.id } }}
        initial={draftOf(policy)}
      />
    )
  return (
    <FormDialog
      {...shared}
      open
      title={t('governance.route.addPolicy')}
      route="addPolicy"
      initial={{ kind: 'notice', conditions: [] }}
      onDone={({ id }) => go(`/governance/policies/${id}`)}
    />
  )
}

/** What the form starts with: the draft as it stands. */
function draftOf(policy: Policy): Record<string, unknown> {
  const { kind, number, titleZh, titleEn, issuerZh, issuerEn, textZh, textEn, issuedOn, version } = policy
  const { validUntil, source, programme } = policy
  const conditions = policy.conditions.map(({ fact, operator, value }) => ({ fact, operator, value }))
  return {
    ...{ kind, number, titleZh, titleEn, issuerZh, issuerEn, textZh, textEn, issuedOn, version, source },
    ...(validUntil === null ? {} : { validUntil }),
    ...(programme === null ? {} : { programmeId: programme.id }),
    conditions,
  }
}
