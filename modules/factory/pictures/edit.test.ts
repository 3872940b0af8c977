import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { blankDrawing, drawingFaults, type PictureItem } from './check.ts'
import { boxOf, type Edit, type EditAct, edited, isFree, newEdit, snapped } from './edit.ts'

const add = (x: number, y: number, width = 10, height = 10): EditAct => ({
  act: 'add',
  item: { symbol: 'pump', layer: 'main', x, y, width, height },
})
const after = (...acts: EditAct[]) => acts.reduce<Edit>(edited, newEdit(blankDrawing))
const places = (edit: Edit) => edit.drawing.items.map((one) => [one.id, one.x, one.y])
const all: EditAct = { act: 'chooseAll' }

describe('editing a drawing', () => {
  test('adds, moves, resizes and removes what is chosen', () => {
    const edit = after(add(0, 0), add(50, 50), { act: 'move', byX: 5, byY: -5 })
    assert.deepEqual(places(edit), [
      ['i1', 0, 0],
      ['i2', 55, 45],
    ])
    assert.deepEqual(edit.chosen, ['i2'])
    const box = { x: 1, y: 2, width: 30, height: 40 }
    assert.deepEqual(boxOf(edited(edit, { act: 'resize', id: 'i1', box }).drawing.items.slice(0, 1)), box)
    assert.deepEqual(places(edited(edit, { act: 'remove' })), [['i1', 0, 0]])
  })

  test('a field that is set to nothing goes, and others stay', () => {
    const ids = ['i1']
    const edit = after(
      add(0, 0),
      { act: 'change', ids, with: { text: 'P1', turn: 90 } },
      { act: 'change', ids, with: { text: undefined } as unknown as Partial<PictureItem> },
    )
    assert.deepEqual(Object.keys(edit.drawing.items[0] ?? {}).includes('text'), false)
    assert.equal(edit.drawing.items[0]?.turn, 90)
  })

  test('copies beside the original under new ids, again and again', () => {
    const edit = after(add(0, 0), { act: 'copy' }, { act: 'paste' }, { act: 'paste' }, { act: 'duplicate' })
    assert.deepEqual(places(edit), [
      ['i1', 0, 0],
      ['i2', 20, 20],
      ['i3', 40, 40],
      ['i4', 60, 60],
    ])
    assert.deepEqual(places(after(add(0, 0), { act: 'cut' }, { act: 'paste' })), [['i1', 20, 20]])
  })

  test('aligns to each side of the box around what is chosen', () => {
    const two = [add(0, 0, 10, 20), add(100, 50, 30, 40), all] as const
    const at = (side: 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom') =>
      places(after(...two, { act: 'align', side })).map(([, x, y]) => [x, y])
    assert.deepEqual(at('left'), [
      [0, 0],
      [0, 50],
    ])
    assert.deepEqual(at('centre'), [
      [60, 0],
      [50, 50],
    ])
    assert.deepEqual(at('right'), [
      [120, 0],
      [100, 50],
    ])
    assert.deepEqual(at('top'), [
      [0, 0],
      [100, 0],
    ])
    assert.deepEqual(at('middle'), [
      [0, 35],
      [100, 25],
    ])
    assert.deepEqual(at('bottom'), [
      [0, 70],
      [100, 50],
    ])
  })

  test('spreads with equal room between', () => {
    const edit = after(add(0, 0), add(12, 3), add(90, 0, 30), all, { act: 'spread', along: 'x' })
    assert.deepEqual(
      places(edit).map(([, x]) => x),
      [0, 45, 90],
    )
    const two = after(add(0, 0), add(50, 0), all, { act: 'spread', along: 'y' })
    assert.deepEqual(
      places(two).map(([, , y]) => y),
      [0, 0],
    )
  })

  test('brings to front and back, and snaps to a grid', () => {
    const edit = after(
      add(0, 0),
      add(1, 1),
      add(2, 2),
      { act: 'choose', ids: ['i1'] },
      { act: 'order', to: 'front' },
    )
    assert.deepEqual(
      places(edit).map(([id]) => id),
      ['i2', 'i3', 'i1'],
    )
    assert.deepEqual(
      places(edited(edit, { act: 'order', to: 'back' })).map(([id]) => id),
      ['i1', 'i2', 'i3'],
    )
    assert.deepEqual([snapped(14, 10), snapped(15, 10), snapped(14, 0)], [10, 20, 14])
  })

  test('takes in a drawing of a file as one step that can be undone', () => {
    const other = { ...blankDrawing, width: 500 }
    const edit = after(add(0, 0), { act: 'replace', drawing: other })
    assert.deepEqual([edit.drawing, edit.chosen], [other, []])
    assert.deepEqual(places(edited(edit, { act: 'undo' })), [['i1', 0, 0]])
  })

  test('leaves what is on a hidden or locked layer alone; a layer that goes gives its items on', () => {
    const layers = [...blankDrawing.layers, { id: 'top', name: '2', isLocked: true }]
    const edit = after({ act: 'page', with: { layers } }, add(0, 0), {
      act: 'add',
      item: { symbol: 'text', layer: 'top', x: 0, y: 0, width: 9, height: 9 },
    })
    assert.deepEqual(edited(edit, all).chosen, ['i1'])
    assert.equal(isFree(edit.drawing, edit.drawing.items[1]!), false)
    const less = edited(edit, { act: 'removeLayer', id: 'top' })
    assert.deepEqual(
      less.drawing.items.map((one) => one.layer),
      ['main', 'main'],
    )
    assert.equal(edited(less, { act: 'removeLayer', id: 'main' }), less)
  })

  test('whatever was done can be undone to the beginning, done again, and breaks nothing', () => {
    const act = fc.oneof(
      fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.nat(500) }).map(({ x, y }) => add(x, y)),
      fc.constantFrom<EditAct>(
        all,
        { act: 'copy' },
        { act: 'paste' },
        { act: 'cut' },
        { act: 'duplicate' },
        { act: 'remove' },
        { act: 'align', side: 'left' },
        { act: 'spread', along: 'y' },
        { act: 'order', to: 'back' },
        { act: 'move', byX: 3, byY: 4 },
      ),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        const edit = after(...acts)
        assert.deepEqual(drawingFaults(edit.drawing, { machines: new Set(), pictures: new Set() }), [])
        let back = edit
        while (back.past.length > 0) back = edited(back, { act: 'undo' })
        assert.deepEqual(back.drawing, blankDrawing)
        let again = back
        while (again.future.length > 0) again = edited(again, { act: 'redo' })
        assert.deepEqual(again.drawing, edit.drawing)
        assert.equal(edited(newEdit(blankDrawing), { act: 'undo' }).past.length, 0)
      }),
      { seed: 20261128, numRuns: 200 },
    )
  })
})
