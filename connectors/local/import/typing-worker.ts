import { parentPort } from 'node:worker_threads'
import type { RawSlice, TypedSlice } from './slice.ts'
import { openTyping } from './type-slice.ts'
import type { TypingOrder } from './typer.ts'

/** A thread that types events: it neither reads files nor knows the store. */
let typing: ((slice: RawSlice) => TypedSlice) | undefined

parentPort?.on('message', (order: TypingOrder) => {
  if (order.kind === 'member') {
    typing = openTyping(order.place)
    return
  }
  if (!typing) throw new Error('no member was named')
  const typed = typing(order.slice)
  parentPort?.postMessage(typed, [
    typed.bytes.buffer,
    typed.table.buffer,
    typed.digests.buffer,
    typed.keys.buffer,
  ])
})
