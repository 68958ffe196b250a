/*
 * Reminders on this device: asks the browser whether it may, puts where it is reached into the hidden fields of the
 * form and sends it. site.js fetches this file when a page has such a form and the browser knows push messages.
 */
(() => {
  'use strict';

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

  /** Only a worker that has begun may be subscribed. */
  const begun = (registration) => new Promise((resolve) => {
    const worker = registration.installing || registration.waiting || registration.active;
    const look = () => worker.state === 'activated' && resolve();
    worker.addEventListener('statechange', look);
    look();
  });

  for (const form of document.querySelectorAll('form[data-push]')) {
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        const registration = await navigator.serviceWorker.register(form.dataset.worker);
        await begun(registration);
        const subscription = await registration.pushManager.subscribe({
          userVisibleOnly: true,
          applicationServerKey: bytes(form.dataset.key),
        });
        const { endpoint, keys } = subscription.toJSON();
        form.elements.adresse.value = endpoint;
        form.elements.schluessel.value = keys.p256dh;
        form.elements.geheimnis.value = keys.auth;
        form.submit();
      } catch {
        form.querySelector('[role=status]').textContent = form.dataset.failed;
      }
    });
  }
})();
