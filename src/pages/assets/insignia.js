// Conveniences only: every page works without this file.
;(() => {
  'use strict'

  const words = (name) => document.body.dataset[name] ?? ''

  // One key a rating: 0 to 4 choose a level of the criterion that has the focus.
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-4]$/.test(event.key)) return
    const target = event.target
    if (target.matches('textarea, select, input:not([type=radio])')) return
    const criterion = target.closest('fieldset[data-rating]')
    const choice = criterion?.querySelector(`input[type=radio][value="${event.key}"]`)
    if (!choice || choice.disabled) return
    event.preventDefault()
    choice.checked = true
    choice.focus()
    choice.dispatchEvent(new Event('change', { bubbles: true }))
  })

  // Drafts: what is typed into a text with data-keep stays on this device until it has been sent.
  const PREFIX = 'insignia-draft:'
  const SENT = `${PREFIX}sent`
  const storage = (() => {
    try {
      localStorage.getItem(PREFIX)
      return localStorage
    } catch {
      return null
    }
  })()

  const kept = [...document.querySelectorAll('textarea[data-keep]')]
  const draftKey = (area) => PREFIX + (document.body.dataset.reader ?? '') + ':' + area.dataset.keep

  // A form that was refused is shown again with what was sent, or leads to a page about the problem, or to the sign-in;
  // only another page proves that it was taken.
  if (storage && !document.querySelector('#error-summary, [data-refused], input[type=password]')) {
    for (const key of JSON.parse(storage.getItem(SENT) ?? '[]')) storage.removeItem(key)
  }
  storage?.removeItem(SENT)

  for (const area of kept) {
    const hint = document.createElement('p')
    hint.className = 'draft-hint'
    hint.setAttribute('role', 'status')
    area.after(hint)
    const draft = storage?.getItem(draftKey(area))
    if (draft && draft !== area.value) {
      area.value = draft
      hint.textContent = words('draftRestored')
    }
    let timer
    area.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        try {
          storage?.setItem(draftKey(area), area.value)
          if (storage) hint.textContent = words('draftKept')
        } catch {
          hint.textContent = words('draftUnsaved')
        }
      }, 400)
    })
  }

  // Leaving with unsent changes asks first; sending does not.
  const changed = new Set()
  document.addEventListener('input', (event) => {
    const form = event.target.form
    if (form && form.method === 'post' && form.querySelector('[data-keep], [data-rating]')) changed.add(form)
  })
  document.addEventListener('submit', (event) => {
    changed.delete(event.target)
    const sent = kept.filter((area) => area.form === event.target).map(draftKey)
    if (sent.length === 0 || !storage) return
    try {
      for (const area of kept) if (area.form === event.target) storage.setItem(draftKey(area), area.value)
      storage.setItem(SENT, JSON.stringify(sent))
    } catch {
      // A full storage keeps no draft; the form is on its way all the same.
    }
  })
  addEventListener('beforeunload', (event) => {
    if (changed.size > 0) event.preventDefault()
  })

  // A file over the limit is said before it travels.
  for (const input of document.querySelectorAll('input[type=file][data-max-bytes]')) {
    input.addEventListener('change', () => {
      const isTooLarge = [...input.files].some(({ size }) => size > Number(input.dataset.maxBytes))
      input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : '')
      if (isTooLarge) input.reportValidity()
    })
  }

  // Copy and print buttons exist only where they can work.
  if (navigator.clipboard) {
    for (const source of document.querySelectorAll('[data-copy]')) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'button button-quiet copy'
      button.textContent = words('copyWord')
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(source.dataset.copy || source.textContent)
        button.textContent = words('copiedWord')
        setTimeout(() => (button.textContent = words('copyWord')), 2000)
      })
      source.after(button)
    }
  }
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
})()
