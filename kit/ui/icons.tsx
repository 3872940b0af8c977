import {
  ApartmentOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BellOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClusterOutlined,
  DashboardOutlined,
  EnvironmentOutlined,
  FileTextOutlined,
  ImportOutlined,
  KeyOutlined,
  SafetyOutlined,
  SettingOutlined,
  ShopOutlined,
  TagOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  ToolOutlined,
  TrophyOutlined,
} from '@ant-design/icons'

const icons = {
  overview: DashboardOutlined,
  machine: ToolOutlined,
  factory: ShopOutlined,
  site: ClusterOutlined,
  tree: ApartmentOutlined,
  board: AppstoreOutlined,
  chart: BarChartOutlined,
  energy: ThunderboltOutlined,
  alarm: BellOutlined,
  calendar: CalendarOutlined,
  organisation: BankOutlined,
  people: TeamOutlined,
  role: TagOutlined,
  key: KeyOutlined,
  shield: SafetyOutlined,
  audit: AuditOutlined,
  import: ImportOutlined,
  settings: SettingOutlined,
  plan: FileTextOutlined,
  task: CheckSquareOutlined,
  target: TrophyOutlined,
  region: EnvironmentOutlined,
  connection: ApiOutlined,
  document: FileTextOutlined,
} as const

export type IconName = keyof typeof icons

/** An icon of the menu by its name; an unknown name is a document. */
export function Icon({ name }: { name: string | undefined }) {
  const Drawn = icons[(name ?? 'document') as IconName] ?? icons.document
  return <Drawn aria-hidden="true" />
}
