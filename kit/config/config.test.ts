import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigFault, ConfigSchema, configTable, readConfig } from './index.ts'

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigFault)
    return error.faults
  }
  return []
}

test('an empty environment gives every setting its default', () => {
  const config = readConfig({})
  for (const [name, schema] of Object.entries(ConfigSchema.properties)) {
    assert.equal(config[name as keyof typeof config], (schema as { default?: unknown }).default, name)
  }
})

test('text becomes a number, and an empty variable counts as not set', () => {
  assert.equal(readConfig({ PORT: '9090', MQTT_PORT: '' }).PORT, 9090)
  assert.equal(readConfig({ PORT: '9090', MQTT_PORT: '' }).MQTT_PORT, 1883)
})

test('twenty wrong settings are told in twenty lines at once, each with its name and what was given', () => {
  const numbers = Object.entries(ConfigSchema.properties).filter(
    ([, schema]) => (schema as { type?: string }).type === 'integer',
  )
  const choices = ['RONGHE_LANGUAGE', 'LOG_LEVEL', 'REGION', 'SAMPLE']
  const names = [...numbers.map(([name]) => name), ...choices]
  assert.ok(names.length >= 20, `${names.length} settings`)
  const told = faultsOf(Object.fromEntries(names.map((name) => [name, 'nonsense'])))
  for (const name of names) {
    assert.ok(
      told.some((fault) => fault.startsWith(`${name}="nonsense": `)),
      `${name} in ${told.join('; ')}`,
    )
  }
})

test('rules that join settings are told together with the rest', () => {
  const told = faultsOf({ PORT: '70000', OIDC_ISSUER: 'https://id.example', SECRET: 'short' })
  assert.equal(told.length, 3, told.join('; '))
})

test('the table names every setting', () => {
  for (const name of Object.keys(ConfigSchema.properties))
    assert.match(configTable(), new RegExp(`\`${name}\``))
})
