/*
 * Lives in the browser although no page is open: shows a reminder, and opens its page by a tap. Fetches nothing and keeps
 * nothing.
 */
'use strict';

self.addEventListener('push', (event) => {
  const { title, text, path } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body: text, data: path }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data || '/'));
});
