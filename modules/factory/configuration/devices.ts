/** A machine as an edge is configured to read it; what else it holds is its adapter's business. */
export type Device = { device: string; adapter: string; [setting: string]: unknown }

type Credentials = { username: string; password: string }

/** The device as people may see it: the password is empty. */
export function withoutPasswords(device: Device): Device {
  const credentials = credentialsOf(device)
  return credentials ? { ...device, credentials: { ...credentials, password: '' } } : device
}

/** A device whose empty password is the one that the device of the same name and user has. */
export function withPasswords(device: Device, known: readonly Device[]): Device {
  const credentials = credentialsOf(device)
  if (credentials?.password !== '') return device
  const before = credentialsOf(known.find((one) => one.device === device.device))
  // The password of another user, or for another address, is not what the person left unchanged.
  const same = addressOf(known.find((one) => one.device === device.device)) === addressOf(device)
  if (!same || before?.username !== credentials.username) return device
  return { ...device, credentials: { ...credentials, password: before.password } }
}

/** Fields of devices whose password is still empty. */
export function missingPasswords(devices: readonly Device[]): string[] {
  return devices.flatMap((device, index) =>
    credentialsOf(device)?.password === '' ? [`devices[${index}].credentials.password`] : [],
  )
}

function addressOf(device: Device | undefined): unknown {
  return device?.endpoint ?? device?.url
}

export function credentialsOf(device: Device | undefined): Credentials | null {
  const credentials = device?.credentials
  return typeof credentials === 'object' && credentials !== null ? (credentials as Credentials) : null
}

export type Change = { path: string; before: string | null; after: string | null }

/** What differs between two lists of devices, setting by setting; devices by name, tags by name. */
export function changesOf(before: readonly Device[], after: readonly Device[]): Change[] {
  const left = new Map(before.flatMap((device) => settingsOf(device)))
  const right = new Map(after.flatMap((device) => settingsOf(device)))
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((path) => {
    const change = { path, before: left.get(path) ?? null, after: right.get(path) ?? null }
    return change.before === change.after ? [] : [change]
  })
}

function settingsOf(device: Device): [string, string][] {
  const { device: name, tags, ...settings } = device
  const own = Object.entries(settings).map(([key, value]): [string, string] => [
    `${name}.${key}`,
    JSON.stringify(value),
  ])
  if (!Array.isArray(tags)) return [...own, [`${name}.tags`, JSON.stringify(tags)]]
  const named = tags.map((tag: { name: string }): [string, string] => {
    const { name: tagName, ...rest } = tag
    return [`${name}.tags.${tagName}`, JSON.stringify(rest)]
  })
  return [...own, ...named]
}
