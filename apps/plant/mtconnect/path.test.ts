import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseItems } from './path.ts'
import { parseXml } from './xml.ts'

const root = parseXml(`<Devices><Device name="M" id="M">
  <DataItems><DataItem id="avail" category="EVENT" type="AVAILABILITY"/></DataItems>
  <Components>
    <Axes id="axes"><Components><Linear id="x" name="X"><DataItems>
      <DataItem id="xload" category="SAMPLE" type="LOAD"/>
      <DataItem id="xpos" category="SAMPLE" type="POSITION"/>
    </DataItems></Linear></Components></Axes>
    <Controller id="c"><DataItems>
      <DataItem id="odd" category="EVENT" type="x:A|B or C"/>
    </DataItems></Controller>
  </Components>
</Device></Devices>`)

function chosen(path: string): string[] | null {
  const ids = chooseItems(root, path)
  return ids === null ? null : [...ids].sort()
}

test('paths choose data items, or all of what they lie in', () => {
  assert.deepEqual(chosen('//DataItem[@type="LOAD"]'), ['xload'])
  assert.deepEqual(chosen("//DataItem[@category='SAMPLE' and @type='POSITION']"), ['xpos'])
  assert.deepEqual(chosen("//DataItem[@type='LOAD' or @type='AVAILABILITY']"), ['avail', 'xload'])
  assert.deepEqual(chosen("//Linear[@name='X']"), ['xload', 'xpos'])
  assert.deepEqual(chosen('//Axes//DataItem[@category="SAMPLE"][@type="LOAD"]'), ['xload'])
  assert.deepEqual(chosen('/Devices/Device/DataItems/*'), ['avail'])
  assert.deepEqual(chosen('//Controller|//Axes'), ['odd', 'xload', 'xpos'])
  assert.deepEqual(chosen('//*[@name]'), ['avail', 'odd', 'xload', 'xpos'])
  assert.deepEqual(chosen('//DataItem[@type="x:A|B or C"]'), ['odd'])
  assert.deepEqual(chosen('//Rotary'), [])
})

test('what is not understood is not guessed at', () => {
  for (const path of [
    '',
    'DataItem',
    '//',
    '//DataItem[1]',
    '//DataItem[@id=1]',
    '//DataItem[',
    '//a|',
    '//*[last()]',
  ]) {
    assert.equal(chosen(path), null, path)
  }
})
