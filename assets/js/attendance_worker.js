/*
 * Dorfnetz: opens the page for checking people in when there is no network (docs/adr/0043). The scope is that one
 * page. What is kept has no names; attendance.js has put it there.
 */
'use strict';

const PATIENCE_MS = 4000;

const late = () => new Promise((_, refuse) => { setTimeout(() => refuse(new Error('late')), PATIENCE_MS); });

const answer = async (request) => {
  const opens_page = request.mode === 'navigate';
  try {
    return await (opens_page ? Promise.race([fetch(request), late()]) : fetch(request));
  } catch (problem) {
    const name = opens_page ? `${new URL(self.registration.scope).pathname}/ohne-netz` : request;
    const kept = await caches.match(name, { ignoreVary: true });
    if (kept) return kept;
    throw problem;
  }
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET') event.respondWith(answer(event.request));
});
