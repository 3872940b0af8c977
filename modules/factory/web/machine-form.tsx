import { ContractForm, useWords } from '@ronghe/kit/ui'
import { useMemo } from 'react'
import { factory } from '../contract.ts'
import { useFinders } from './finders.ts'
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
  const { t } = useWords()
  const fields = useFields(machine)
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

/** Unit and edge are searched for; those the machine has now are named meanwhile. */
function useFields(machine: Machine | undefined) {
  const { findUnits, findEdges } = useFinders()
  return useMemo(() => {
    const { unitId, unitName, edgeId, edgeCode } = machine ?? {}
    const find = async (q: string) =>
      (await findEdges(q)).map((row) => ({ value: row.id, text: `${row.code} ${row.name}` }))
    return {
      unitId: { find: findUnits, options: unitId ? [{ value: unitId, text: unitName ?? '' }] : [] },
      edgeId: { find, options: edgeId ? [{ value: edgeId, text: edgeCode ?? '' }] : [] },
      version: { hidden: true },
    }
  }, [machine, findUnits, findEdges])
}
