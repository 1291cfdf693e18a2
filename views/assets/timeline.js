// The hunt page with script: the same links, followed faster. No state, no log data kept, no power of its own.

const view = () => document.getElementById('hunt-view')
const reduced = matchMedia('(prefers-reduced-motion: reduce)').matches

/* Following a link inside the view fetches the view alone and puts its address into the bar. */

const isOurs = (link) =>
  link.origin === location.origin &&
  link.pathname.split('/')[2] === location.pathname.split('/')[2] &&
  link.pathname.startsWith('/hunts/') &&
  !link.pathname.endsWith('/new')

/** SVG links have no `origin` and `href` of their own kind: both become a plain address. */
const addressOf = (link) => {
  const text = link.getAttribute('href')
  return text === null ? null : new URL(text, location.href)
}

let asked = 0

const follow = (address, keep) => {
  const path = address.pathname + address.search
  const mine = ++asked
  const target = view()
  if (!target || !window.htmx) {
    location.assign(address)
    return
  }
  target.setAttribute('aria-busy', 'true')
  window.htmx
    .ajax('GET', path, {
      source: target,
      target,
      swap: 'outerHTML',
      push: path + address.hash,
    })
    .then(() => {
      if (mine === asked) settle(address.hash, keep)
    })
}

/** After a swap: focus goes to what was asked for, and nothing jumps that need not. */
const settle = (hash, keep) => {
  const said = document.querySelector('[data-announce]')
  const live = document.getElementById('announce')
  if (said && live) live.textContent = said.dataset.announce
  if (keep) {
    const again = document.querySelector(keep)
    if (again) {
      again.focus({ preventScroll: true })
      return
    }
  }
  const row = hash.length > 1 ? document.getElementById(hash.slice(1)) : null
  if (!row) return
  const panel = document.getElementById('event')
  const isNarrow = panel !== null && matchMedia('(max-width: 69.99rem)').matches
  const goal = isNarrow && row.getAttribute('aria-selected') === 'true' ? panel : row
  const inner = goal.querySelector('.rowlink') ?? goal
  inner.focus({ preventScroll: true })
  goal.scrollIntoView({
    block: isNarrow ? 'start' : 'nearest',
    behavior: reduced ? 'auto' : 'auto',
  })
}

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const link = event.target.closest?.('#hunt-view a[href]')
  if (!link) return
  const address = addressOf(link)
  if (!address || !isOurs(address)) return
  const isHere = address.pathname + address.search === location.pathname + location.search
  if (isHere && address.hash !== '') return
  event.preventDefault()
  const key = link.dataset.key
  follow(
    address,
    key && link.closest('.filter-bar') ? `.filter-bar [data-key="${CSS.escape(key)}"]` : '',
  )
})

/* Dragging on the overview: a new span, or the frame's two grips. It ends in the link that the server wrote. */

const drag = { svg: null, from: 0, to: 0, frame: null }

const shareAt = (svg, event) => {
  const box = svg.getBoundingClientRect()
  return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
}

const paint = () => {
  const [a, b] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)]
  drag.frame?.setAttribute('x', `${a * 100}%`)
  drag.frame?.setAttribute('width', `${(b - a) * 100}%`)
}

document.addEventListener('pointerdown', (event) => {
  const svg = event.target.closest?.('.time-overview')
  if (!svg || event.button !== 0 || event.pointerType === 'touch') return
  const share = shareAt(svg, event)
  const frame = svg.querySelector('.o-frame')
  drag.svg = svg
  drag.frame = frame
  drag.from = share
  drag.to = share
  const grip = event.target.classList
  if (frame && (grip.contains('o-grip-from') || grip.contains('o-grip-to'))) {
    const left = Number.parseFloat(frame.getAttribute('x')) / 100
    const right = left + Number.parseFloat(frame.getAttribute('width')) / 100
    drag.from = grip.contains('o-grip-from') ? right : left
  }
})

document.addEventListener('pointermove', (event) => {
  if (!drag.svg) return
  drag.to = shareAt(drag.svg, event)
  if (Math.abs(drag.to - drag.from) > 0.004) paint()
})

const iso = (micros) => {
  const ms = Math.floor(micros / 1000)
  return new Date(ms).toISOString()
}

document.addEventListener('pointerup', () => {
  const { svg, from, to } = drag
  drag.svg = null
  if (!svg || Math.abs(to - from) < 0.004) return
  const first = Number(svg.dataset.from)
  const width = Number(svg.dataset.to) - first
  const span = [from, to].toSorted((a, b) => a - b).map((share) => iso(first + share * width))
  const stop = (event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  // The click that ends a drag is not a click on the bar under it.
  document.addEventListener('click', stop, { capture: true, once: true })
  setTimeout(() => document.removeEventListener('click', stop, { capture: true }), 0)
  follow(new URL(svg.dataset.drag.replace('SPAN', span.join('..')), location.href), '')
})

/* Keys. Each follows a link that stands on the page, or moves the focus. */

const isTyping = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName))

const press = (selector) => {
  const link = document.querySelector(selector)
  if (!link) return false
  link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, button: 0 }))
  return true
}

const follows = (key) => press(`#hunt-view a[data-key="${CSS.escape(key)}"]`)

/** The row after or before the selected or focused one; past the page's end, the next page. */
const step = (by) => {
  const rows = [...document.querySelectorAll('.event-table tr.row[id^="e"]')]
  if (rows.length === 0) return false
  const focused = document.activeElement?.closest?.('tr.row')
  const selected = document.querySelector('.event-table tr[aria-selected="true"]')
  const from = rows.indexOf(selected ?? focused)
  const hit = rows.findIndex((row) => row.classList.contains('row-hit'))
  const next = from < 0 ? Math.max(0, hit) : from + by
  const row = rows[next]
  if (!row) return follows(by > 0 ? 'next-page' : 'previous-page')
  return press(`#${row.id} .rowlink`)
}

const openFold = () => {
  const row = document.activeElement?.closest?.('tr.row-fold')
  const link = row?.querySelector('[data-key="o"]')
  if (!link) return follows('o')
  link.click()
  return true
}

const toggleHelp = () => {
  const help = document.querySelector('details[data-key="?"]')
  if (!help) return false
  help.open = !help.open
  help.scrollIntoView({ block: 'nearest' })
  return true
}

const focusFilter = () => {
  const filter = document.querySelector('.filter-bar a[data-key="f"]')
  filter?.focus()
  return Boolean(filter)
}

const focusJump = () => {
  const field = document.getElementById('jump')
  field?.focus()
  return Boolean(field)
}

const places = { h: '/', s: '/sources' }
let pending = ''

const act = (key) => {
  if (pending === 'g') {
    pending = ''
    return key in places && press(`.app-bar nav a[href="${places[key]}"]`)
      ? (location.assign(places[key]), true)
      : false
  }
  switch (key) {
    case 'g':
      pending = 'g'
      setTimeout(() => (pending = ''), 1200)
      return true
    case 'j':
      return step(1)
    case 'k':
      return step(-1)
    case 'o':
      return openFold()
    case 'f':
      return focusFilter()
    case '/':
      return focusJump()
    case '?':
      return toggleHelp()
    case '=':
      return follows('+')
    default:
      return ['J', 'K', 'z', '0', '+', '-', ',', '.', 'l', 't', '[', ']', 'Escape'].includes(key)
        ? follows(key)
        : false
  }
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (document.body.dataset.keys === 'off' || isTyping(event.target)) return
  if (act(event.key)) event.preventDefault()
})
