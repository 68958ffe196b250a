/*
 * Passkeys: asks the device to make a key or to sign with one, puts its answer into the hidden fields of the form
 * and sends it. site.js fetches this file when a page has such a form and the browser knows passkeys.
 */
(() => {
  'use strict';

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  const ask = {
    create: ({ challenge, party, partyName, user, userName }) => navigator.credentials.create({
      publicKey: {
        challenge: bytes(challenge),
        rp: { id: party, name: partyName },
        user: { id: bytes(user), name: userName, displayName: userName },
        pubKeyCredParams: [-7, -257, -8].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
      },
    }),
    get: ({ challenge, party }) => navigator.credentials.get({
      publicKey: { challenge: bytes(challenge), rpId: party, userVerification: 'required' },
    }),
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        const key = await ask[form.dataset.passkey](form.dataset);
        const { response } = key;
        form.elements.schluessel.value = key.id;
        form.elements.browser.value = text(response.clientDataJSON);
        form.elements.daten.value = text(response.attestationObject || response.authenticatorData);
        if (response.signature) form.elements.unterschrift.value = text(response.signature);
        form.submit();
      } catch {
        form.querySelector('[role=status]').textContent = form.dataset.failed;
      }
    });
  }
})();
