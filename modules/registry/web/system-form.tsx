import type { Static } from '@ronghe/kit/contract'
import { FormDialog, useGo, useWords } from '@ronghe/kit/ui'
import { registry, type System } from '../contract.ts'
import { useKinds } from './use-kinds.ts'

type Row = Static<typeof System>
type Props = { system: Row | null; onClose: () => void }

const order = [
  'name',
  'kindCode',
  'processes',
  'isOwn',
  'supplier',
  'usedSince',
  'usedUntil',
  'coverageOf',
  'covered',
  'total',
  'countedHow',
] as const

/** A new system, or one as it is changed. */
export function SystemForm({ system, onClose }: Props) {
  const { t } = useWords()
  const go = useGo()
  const fields = {
    kindCode: { options: useKinds().options },
    processes: { wide: true },
    countedHow: { control: 'longText' as const },
    version: { hidden: true },
  }
  const shared = { open: true, onClose, contract: registry, order, fields }
  if (system === null)
    return (
      <FormDialog
        {...shared}
        title={t('registry.route.addSystem')}
        route="addSystem"
        initial={{ isOwn: false }}
        onDone={({ id }) => go(`/registry/systems/${id}`)}
      />
    )
  const kept = [...order, 'version'] as const
  const initial = Object.fromEntries(kept.map((key) => [key, system[key] || undefined]))
  return (
    <FormDialog
      {...shared}
      title={t('registry.route.changeSystem')}
      route="changeSystem"
      input={{ params: { systemId: system.id } }}
      initial={{ ...initial, isOwn: system.isOwn }}
    />
  )
}
