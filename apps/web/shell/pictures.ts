import bellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined.js'
import globalOutlined from '@ant-design/icons-svg/es/asn/GlobalOutlined.js'
import menuFoldOutlined from '@ant-design/icons-svg/es/asn/MenuFoldOutlined.js'
import menuOutlined from '@ant-design/icons-svg/es/asn/MenuOutlined.js'
import menuUnfoldOutlined from '@ant-design/icons-svg/es/asn/MenuUnfoldOutlined.js'
import moonOutlined from '@ant-design/icons-svg/es/asn/MoonOutlined.js'
import searchOutlined from '@ant-design/icons-svg/es/asn/SearchOutlined.js'
import sunOutlined from '@ant-design/icons-svg/es/asn/SunOutlined.js'
import swapOutlined from '@ant-design/icons-svg/es/asn/SwapOutlined.js'
import userOutlined from '@ant-design/icons-svg/es/asn/UserOutlined.js'
import { drawn } from '@ronghe/kit/ui'

export const BellOutlined = drawn(bellOutlined)
export const GlobalOutlined = drawn(globalOutlined)
export const MenuFoldOutlined = drawn(menuFoldOutlined)
export const MenuOutlined = drawn(menuOutlined)
export const MenuUnfoldOutlined = drawn(menuUnfoldOutlined)
export const MoonOutlined = drawn(moonOutlined)
export const SearchOutlined = drawn(searchOutlined)
export const SunOutlined = drawn(sunOutlined)
export const SwapOutlined = drawn(swapOutlined)
export const UserOutlined = drawn(userOutlined)
