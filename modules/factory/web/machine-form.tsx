import { ContractForm, useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import type { Machine } from './types.ts'

const order = [
  'unitId',
  'code',
  'name',
  'nameEn',
  'maker',
  'model',
  'serialNumber',
  'firmware',
  'builtOn',
  'commissionedOn',
  'retiredOn',
  'process',
  'isKeyProcess',
  'isNumericalControl',
  'isNetworked',
  'edgeId',
  'device',
]

/** Adds a machine, which begins with what `start` holds, or changes the one given. */
export function MachineForm({
  machine,
  start,
  onDone,
  onCancel,
}: {
  machine?: Machine
  start?: Readonly<Record<string, unknown>>
  onDone: (id: string) => void
  onCancel: () => void
}) {
  const { t, name } = useWords()
  const units = useQuery(useApi(registry).ask.units({ query: { pageSize: 200 } }))
  const edges = useQuery(useApi(factory).ask.edges({ query: { pageSize: 200 } }))
  const fields = {
    unitId: {
      options: (units.data?.rows ?? []).map((one) => ({
        value: one.id,
        text: `${one.code} ${name({ nameZh: one.name, nameEn: one.nameEn })}`,
      })),
    },
    edgeId: {
      options: (edges.data?.rows ?? [])
        .filter((one) => !one.revokedAt)
        .map((one) => ({ value: one.id, text: `${one.code} ${one.name}` })),
    },
    version: { hidden: true },
  }
  if (!machine) {
    return (
      <ContractForm
        contract={factory}
        route="addEquipment"
        initial={start ?? {}}
        fields={fields}
        order={order}
        submit={t('factory.action.add')}
        onDone={(answer) => onDone(answer.id)}
        onCancel={onCancel}
      />
    )
  }
  const initial = Object.fromEntries(
    [...order, 'version'].map((key) => [key, (machine as Record<string, unknown>)[key] ?? undefined]),
  )
  return (
    <ContractForm
      contract={factory}
      route="changeEquipment"
      input={{ params: { equipmentId: machine.id } }}
      initial={initial}
      fields={fields}
      order={order}
      submit={t('factory.action.save')}
      onDone={() => onDone(machine.id)}
      onCancel={onCancel}
    />
  )
}
