// Starts the sign-in library's passkey forms from data attributes, and says in words when that cannot work.
'use strict';
(() => {
  const forms = {
    add: (ids) => window.allauth.webauthn.forms.addForm({ ids: { ...ids, add: 'passkey-button', passwordless: 'id_passwordless' } }),
    authenticate: (ids) => window.allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: 'passkey-button' } }),
    login: (ids) => window.allauth.webauthn.forms.loginForm({ ids: { ...ids, login: 'passkey-button' } })
  }
  const show = (part, name) => part.querySelectorAll(`[data-passkey-${name}]`).forEach((found) => { found.hidden = false })

  document.querySelectorAll('[data-passkey]').forEach((part) => {
    if (!window.isSecureContext || !window.PublicKeyCredential) {
      show(part, 'unable')
      return
    }
    show(part, 'able')
    const credential = document.getElementById('passkey-credential') ? 'passkey-credential' : 'id_credential'
    forms[part.dataset.passkey]({ credential, data: 'passkey-data' })
    document.addEventListener('allauth.error', (event) => {
      event.preventDefault()
      show(part, 'failed')
    })
  })
})()
