import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newsOfRoom, type Room, roomOf } from './room.ts'

const gigabyte = 1024 ** 3

test('room is full when the store refuses, and tight below two gigabytes', () => {
  assert.equal(roomOf({ isFull: true, bytesFree: 9 * gigabyte }), 'full')
  assert.equal(roomOf({ isFull: false, bytesFree: 2 * gigabyte - 1 }), 'tight')
  assert.equal(roomOf({ isFull: false, bytesFree: 2 * gigabyte }), 'fine')
})

test('scarce, gone and there again are told once each, and trembling between the first two is not', () => {
  let told: Room = 'fine'
  const tell = (room: Room) => {
    const news = newsOfRoom(told, room)
    told = news.told
    return news.notice?.replace('factory.notice.room', '') ?? null
  }
  const rooms: Room[] = ['fine', 'tight', 'tight', 'full', 'full', 'tight', 'full', 'fine', 'fine', 'tight']
  assert.deepEqual(rooms.map(tell), [null, 'Tight', null, 'Full', null, null, null, 'Again', null, 'Tight'])
  assert.deepEqual((['fine', 'full', 'fine'] as Room[]).map(tell), [null, 'Full', 'Again'])
})
