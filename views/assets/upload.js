// Choose or drop: the same form, sent with its progress shown. Without this script the form works as it is.

const sendWithProgress = (form, bar, said) => {
  const request = new XMLHttpRequest()
  request.open('POST', form.action)
  // The answer to a refusal is then one note, and not a whole page.
  request.setRequestHeader('HX-Request', 'true')
  request.setRequestHeader('HX-Request-Type', 'partial')
  request.responseType = 'document'
  bar.hidden = false
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return
    bar.max = event.total
    bar.value = event.loaded
    const done = Math.floor((event.loaded / event.total) * 100)
    said.textContent = done < 100 ? `Sending: ${done} %` : 'Sent. Starting the import.'
  })
  request.addEventListener('load', () => {
    if (request.status < 400) {
      location.assign(request.responseURL)
      return
    }
    bar.hidden = true
    said.replaceChildren(...(request.response?.body?.childNodes ?? ['The upload was refused.']))
  })
  request.addEventListener('error', () => {
    bar.hidden = true
    said.textContent = 'The server did not answer. Nothing was imported.'
  })
  request.send(new FormData(form))
}

const enhance = (form) => {
  const input = form.querySelector('input[type=file]')
  const bar = form.querySelector('progress')
  const said = form.querySelector('[role=status]')
  const over = (on) => (event) => {
    event.preventDefault()
    form.classList.toggle('over', on)
  }
  form.addEventListener('dragover', over(true))
  form.addEventListener('dragleave', over(false))
  form.addEventListener('drop', (event) => {
    over(false)(event)
    if (!event.dataTransfer?.files.length) return
    input.files = event.dataTransfer.files
    form.requestSubmit()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    sendWithProgress(form, bar, said)
  })
}

for (const form of document.querySelectorAll('form[data-upload]')) enhance(form)
