import type { Static } from '@ronghe/kit/contract'
import {
  Allowed,
  Facts,
  FormDialog,
  Page as Frame,
  Loaded,
  Panel,
  Stack,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { type Role, registry } from '../contract.ts'

type Row = Static<typeof Role>

/** Every role: in which organisations, over whose data, and what it may do. */
export function Page() {
  const { t } = useWords()
  const roles = useQuery(useApi(registry).ask.roles({}))
  const [edited, setEdited] = useState<Row | null>(null)
  return (
    <Frame title={t('registry.page.roles')}>
      <Loaded ask={roles}>
        {({ rows }) => (
          <Stack>
            {rows.map((role) => (
              <RolePanel key={role.code} role={role} onEdit={() => setEdited(role)} />
            ))}
            {edited ? (
              <ChangeRole
                role={edited}
                permissions={[...new Set(rows.flatMap((one) => one.permissions))].sort()}
                onClose={() => setEdited(null)}
              />
            ) : null}
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

function RolePanel({ role, onEdit }: { role: Row; onEdit: () => void }) {
  const { t, name } = useWords()
  return (
    <Panel
      title={name(role)}
      extra={
        <Allowed may="registry.role.write">
          <Button size="small" onClick={onEdit}>
            {t('registry.action.edit')}
          </Button>
        </Allowed>
      }
    >
      <Facts
        items={[
          {
            label: t('registry.column.kind'),
            value: role.kinds.map((kind) => t(`registry.value.kind.${kind}`)).join(' · '),
          },
          { label: t('registry.role.reach'), value: t(`registry.value.reach.${role.reach}`) },
        ]}
      />
      <p>
        {role.permissions.map((permission) => (
          <Tag key={permission} style={{ marginBlockEnd: 4 }}>
            {t(`permission.${permission}`)}
          </Tag>
        ))}
      </p>
    </Panel>
  )
}

function ChangeRole({
  role,
  permissions,
  onClose,
}: {
  role: Row
  permissions: readonly string[]
  onClose: () => void
}) {
  const { t, name } = useWords()
  const options = permissions.map((one) => ({ value: one, text: t(`permission.${one}`) }))
  return (
    <FormDialog
      open
      onClose={onClose}
      title={name(role)}
      contract={registry}
      route="changeRole"
      input={{ params: { roleCode: role.code } }}
      initial={{ nameZh: role.nameZh, nameEn: role.nameEn, permissions: role.permissions }}
      fields={{ permissions: { control: 'choices', options, wide: true } }}
      forgets={['roles']}
    />
  )
}
