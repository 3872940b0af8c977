import { useMe, useWords } from '@ronghe/kit/ui'
import { Drawer } from 'antd'
import type { MenuGroup } from '../navigation.ts'
import { NavList } from './side-nav.tsx'
import { Wordmark } from './wordmark.tsx'

/** The whole menu on phones. */
export function NavDrawer({ groups, onClose }: { groups: readonly MenuGroup[]; onClose: () => void }) {
  const { t } = useWords()
  const me = useMe()
  return (
    <Drawer open placement="left" size={288} onClose={onClose} title={<Wordmark label={t('ui.product')} />}>
      {me.organisation && <p className="w-drawer-organisation">{me.organisation.name}</p>}
      <nav aria-label={t('ui.nav')}>
        <NavList groups={groups} onOpen={onClose} />
      </nav>
    </Drawer>
  )
}
