import apartmentOutlined from '@ant-design/icons-svg/es/asn/ApartmentOutlined.js'
import apiOutlined from '@ant-design/icons-svg/es/asn/ApiOutlined.js'
import appstoreOutlined from '@ant-design/icons-svg/es/asn/AppstoreOutlined.js'
import auditOutlined from '@ant-design/icons-svg/es/asn/AuditOutlined.js'
import bankOutlined from '@ant-design/icons-svg/es/asn/BankOutlined.js'
import barChartOutlined from '@ant-design/icons-svg/es/asn/BarChartOutlined.js'
import bellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined.js'
import calendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined.js'
import checkSquareOutlined from '@ant-design/icons-svg/es/asn/CheckSquareOutlined.js'
import clusterOutlined from '@ant-design/icons-svg/es/asn/ClusterOutlined.js'
import dashboardOutlined from '@ant-design/icons-svg/es/asn/DashboardOutlined.js'
import environmentOutlined from '@ant-design/icons-svg/es/asn/EnvironmentOutlined.js'
import fileTextOutlined from '@ant-design/icons-svg/es/asn/FileTextOutlined.js'
import importOutlined from '@ant-design/icons-svg/es/asn/ImportOutlined.js'
import keyOutlined from '@ant-design/icons-svg/es/asn/KeyOutlined.js'
import safetyOutlined from '@ant-design/icons-svg/es/asn/SafetyOutlined.js'
import settingOutlined from '@ant-design/icons-svg/es/asn/SettingOutlined.js'
import shopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined.js'
import tagOutlined from '@ant-design/icons-svg/es/asn/TagOutlined.js'
import teamOutlined from '@ant-design/icons-svg/es/asn/TeamOutlined.js'
import thunderboltOutlined from '@ant-design/icons-svg/es/asn/ThunderboltOutlined.js'
import toolOutlined from '@ant-design/icons-svg/es/asn/ToolOutlined.js'
import trophyOutlined from '@ant-design/icons-svg/es/asn/TrophyOutlined.js'

/** The pictures of the menu, by their names. */
export const menuIcons = {
  overview: dashboardOutlined,
  machine: toolOutlined,
  factory: shopOutlined,
  site: clusterOutlined,
  tree: apartmentOutlined,
  board: appstoreOutlined,
  chart: barChartOutlined,
  energy: thunderboltOutlined,
  alarm: bellOutlined,
  calendar: calendarOutlined,
  organisation: bankOutlined,
  people: teamOutlined,
  role: tagOutlined,
  key: keyOutlined,
  shield: safetyOutlined,
  audit: auditOutlined,
  import: importOutlined,
  settings: settingOutlined,
  plan: fileTextOutlined,
  task: checkSquareOutlined,
  target: trophyOutlined,
  region: environmentOutlined,
  connection: apiOutlined,
  document: fileTextOutlined,
} as const
