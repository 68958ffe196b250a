/*
 * Dorfnetz: checking people in on a phone, with or without a network (docs/adr/0043). site.js fetches this file on
 * the page of one date, and on any page as long as something of it is kept on the phone.
 *
 * A tap is an event with an id made here. It is kept in localStorage until the server has it, and sent as often as it
 * takes; the server counts each id once. Names are kept encrypted with a key that the browser forgets after a day.
 */

const KEPT = 'attendance:';
const CACHE = 'attendance';
const KEY_COOKIE = 'attendance_key';
const KEY_SECONDS = 24 * 3600;
const LONGEST_MS = 31 * 24 * 3600 * 1000; // then the server takes nothing for that date any more
const BATCH = 100;
const BEAT_MS = 20_000;
const RETRY_MS = 5_000;

/* ---- What follows from taps; nothing here touches the page or the network ---- */

/** The list of the server with the taps that it does not know yet. Of two taps the later one counts. */
export const applied = (list, events) => {
  const shifts = list.shifts.map((shift) => ({ ...shift, rows: shift.rows.map((row) => ({ ...row })) }));
  const rows = new Map(shifts.flatMap((shift) => shift.rows.map((row) => [row.id, { row, shift }])));
  const earliest_first = [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  for (const { kind, who, shift: id, name, people } of earliest_first) {
    const shift = shifts.find((each) => each.id === id);
    if (kind !== 'walk_up' || rows.has(who) || !shift) continue;
    const row = { id: who, name: name || '', people, state: 'open', at: 0, minutes: null, minutes_at: 0, walk_up: true };
    shift.rows.push(row);
    rows.set(who, { row, shift });
  }
  for (const { kind, who, at, minutes } of earliest_first) {
    const { row, shift } = rows.get(who) || {};
    if (!row) continue;
    if (kind === 'minutes') {
      if (at >= row.minutes_at) Object.assign(row, { minutes, minutes_at: at });
    } else if (at >= row.at) {
      Object.assign(row, { state: kind === 'walk_up' ? 'here' : kind, at });
      if (row.state === 'here' && row.minutes === null && row.minutes_at === 0) row.minutes = shift.minutes;
    }
  }
  return { ...list, shifts };
};

/** How many came of how many who promised, with everybody that they bring along. Cakes are not counted. */
export const counted = (list) => {
  const rows = list.shifts.filter((shift) => shift.minutes !== null).flatMap((shift) => shift.rows);
  const sum = (some) => some.reduce((people, row) => people + row.people, 0);
  return { here: sum(rows.filter((row) => row.state === 'here')), all: sum(rows) };
};

/** "1,5", "1:30" and "2" as minutes; nothing for what is no such time. */
export const minutes_of = (text) => {
  const clock = text.trim().match(/^(\d{1,3}):([0-5]\d)$/);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  return /^\d{1,3}([.,]\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text.trim().replace(',', '.')) * 60) : null;
};

export const hours_text = (minutes) => minutes === null ? '' : String(Math.round(minutes / 0.6) / 100).replace('.', ',');

/** An event as the server reads it: seven words, the last of them is the name and may have blanks. */
export const line_of = ({ id, kind, who, at, minutes, people, shift, name }) =>
  [id, kind, who, at, minutes ?? people ?? '-', shift || '-', name || ''].join(' ').trim();

/** Whose code was held before the camera: "https://example.org/da/0199…", whatever the host. */
export const who_of_code = (text) => text.match(/\/da\/([0-9a-f-]{36})$/)?.[1] || null;

/* ---- What stays on the phone ---- */

const to_text = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const to_bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const key_bytes = () => {
  const found = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${KEY_COOKIE}=`));
  return found ? to_bytes(decodeURIComponent(found.slice(KEY_COOKIE.length + 1))) : null;
};

/** The browser itself throws the key away after a day, and names without it are noise. */
const renew_key = () => {
  const bytes = key_bytes() || crypto.getRandomValues(new Uint8Array(32));
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${KEY_COOKIE}=${encodeURIComponent(to_text(bytes))}; max-age=${KEY_SECONDS}; path=/; samesite=strict${secure}`;
};

const cipher = () => crypto.subtle.importKey('raw', key_bytes(), 'AES-GCM', false, ['encrypt', 'decrypt']);

const seal = async (name, value) => {
  if (!key_bytes()) renew_key();
  const key = await cipher();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text));
  localStorage.setItem(name, `${to_text(iv)} ${to_text(sealed)}`);
};

const unseal = async (name) => {
  try {
    const [iv, sealed] = localStorage.getItem(name).split(' ').map(to_bytes);
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await cipher(), sealed)));
  } catch {
    return null; // not there, or the key is gone
  }
};

const kept = (kind) => Object.keys(localStorage).filter((name) => name.startsWith(`${KEPT}${kind}:`));
const event_of = (name) => JSON.parse(localStorage.getItem(name));
const forget_event = ({ id }) => {
  localStorage.removeItem(`${KEPT}event:${id}`);
  localStorage.removeItem(`${KEPT}name:${id}`);
};

/** What is not sent yet, of one page or of all. */
const waiting = async (page) => {
  const events = kept('event').map(event_of).filter((event) => !page || event.page === page);
  for (const event of events) if (event.kind === 'walk_up') event.name = await unseal(`${KEPT}name:${event.id}`);
  return events.sort((a, b) => a.at - b.at);
};

const remember = async ({ name, ...event }) => {
  localStorage.setItem(`${KEPT}event:${event.id}`, JSON.stringify(event));
  if (name) await seal(`${KEPT}name:${event.id}`, name);
};

/** Names without a key go, and all that is kept when nothing is left to be sent. */
const tidy = async () => {
  kept('event').map(event_of).filter(({ at }) => Date.now() - at > LONGEST_MS).forEach(forget_event);
  if (key_bytes()) return;
  for (const name of [...kept('list'), ...kept('name')]) localStorage.removeItem(name);
  if (kept('event').length > 0) return;
  await caches.delete(CACHE);
  for (const worker of await navigator.serviceWorker.getRegistrations()) {
    if (new URL(worker.scope).pathname.endsWith('/anwesenheit')) await worker.unregister();
  }
};

/* ---- Talking with the server ---- */

class SignedOut extends Error {}
class Closed extends Error {} // the date is long over, or somebody else's

const asked = async (address, settings = {}) => {
  const answer = await fetch(address, { redirect: 'manual', cache: 'no-store', ...settings });
  if (answer.type === 'opaqueredirect' || answer.status === 401) throw new SignedOut();
  if (answer.status === 404) throw new Closed();
  return answer;
};

const fetched_list = async (page) => {
  const answer = await asked(`${page}/liste.json`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

/** Sends what waits and answers the list as it is then. */
export const synchronised = async (page) => {
  let list = await fetched_list(page);
  for (let events = await waiting(page); events.length > 0; events = await waiting(page)) {
    const batch = events.slice(0, BATCH);
    const body = new URLSearchParams({ _token: list.token, jetzt: String(Date.now()) });
    for (const event of batch) body.append('tipp', line_of(event));
    const answer = await asked(`${page}/abgleich`, { method: 'POST', body });
    if (!answer.ok) throw new Error(String(answer.status));
    list = await answer.json();
    batch.forEach(forget_event);
  }
  renew_key();
  await seal(`${KEPT}list:${page}`, list);
  return list;
};

const send_all = async () => {
  const pages = new Set(kept('event').map((name) => event_of(name).page));
  for (const page of pages) await synchronised(page).catch(() => {});
};

/** What the page needs to open without a network: itself without names, and what it has loaded. */
const keep_page = async (page, { shell, worker, decoder }) => {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  const needed = [shell, ...loaded.filter((name) => name.startsWith(`${location.origin}/assets/`))];
  if (!(await knows_codes())) needed.push(decoder, new URL('index.js', new URL(decoder, location)).href);
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set(needed)]);
  await navigator.serviceWorker.register(worker, { scope: page });
};

/* ---- The camera ---- */

const knows_codes = async () =>
  'BarcodeDetector' in window && (await window.BarcodeDetector.getSupportedFormats()).includes('qr_code');

const reader_of_codes = async (decoder) => {
  if (await knows_codes()) {
    const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  }
  const { default: decode } = await import(decoder);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, 800 / Math.max(video.videoWidth, video.videoHeight, 1));
    [canvas.width, canvas.height] = [video.videoWidth * scale, video.videoHeight * scale];
    if (!canvas.width || !canvas.height) return undefined;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decode(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined; // no code in this picture
    }
  };
};

/* ---- The page ---- */

const start = async (section) => {
  const page = section.dataset.attendance;
  const find = (name, root = section) => root.querySelector(`[data-${name}]`);
  const fill = (text, ...values) => values.reduce((all, value, at) => all.replace(`{${at + 1}}`, value), text);
  const state = find('state');
  const rows = new Map();
  let list = await unseal(`${KEPT}list:${page}`);
  let connection = 'asking';

  const tell = (unsent) => {
    const { offline, saved, waiting: words, signedOut, nothing, closed } = state.dataset;
    const said = { signed_out: signedOut, closed, offline: list ? offline : nothing }[connection] || '';
    const text = [said, unsent > 0 ? fill(words, unsent) : connection === 'online' ? saved : ''].join(' ').trim();
    if (state.textContent !== text) state.textContent = text;
    find('sign-in').hidden = connection !== 'signed_out';
  };

  const tap = async (kind, who, more = {}) => {
    const event = { id: crypto.randomUUID(), page, kind, who, at: Date.now(), ...more };
    await remember(event);
    await show();
    synchronise();
  };

  const new_row = (row) => {
    const item = find('row').content.firstElementChild.cloneNode(true);
    find('tap', item).addEventListener('click', () =>
      tap(find('tap', item).getAttribute('aria-pressed') === 'true' ? 'open' : 'here', row.id));
    find('missing', item).addEventListener('click', () => tap('absent', row.id));
    const hours = find('hours', item);
    hours.addEventListener('change', () => {
      const minutes = minutes_of(hours.value);
      hours.setAttribute('aria-invalid', String(minutes === null));
      if (minutes !== null) tap('minutes', row.id, { minutes });
    });
    return item;
  };

  const show_row = (row, shift, place) => {
    if (!rows.has(row.id)) {
      rows.set(row.id, new_row(row));
      place.append(rows.get(row.id));
    }
    const item = rows.get(row.id);
    const words = find('words', item).dataset;
    const name = row.name || words.nameless;
    find('name', item).textContent = row.people > 1 ? `${name} (${row.people})` : name;
    const time = new Date(row.at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    find('words', item).textContent = row.state === 'here' ? fill(words.here, time) : words[row.state] || '';
    find('tap', item).setAttribute('aria-pressed', String(row.state === 'here'));
    find('tap', item).dataset.now = row.state;
    const hours = find('hours', item);
    hours.closest('label').hidden = shift.minutes === null || row.state !== 'here';
    if (document.activeElement !== hours) hours.value = hours_text(row.minutes);
    const sought = find('find').value.trim().toLowerCase();
    item.hidden = sought !== '' && !name.toLowerCase().includes(sought);
  };

  const show = async () => {
    const events = await waiting(page);
    tell(events.length);
    if (!list) return;
    const now = applied(list, events);
    const { here, all } = counted(now);
    find('count').textContent = fill(find('count').dataset.count, here, all);
    for (const shift of now.shifts) {
      let box = section.querySelector(`[data-shift-id="${CSS.escape(shift.id)}"]`);
      if (!box) {
        box = find('shift').content.firstElementChild.cloneNode(true);
        box.dataset.shiftId = shift.id;
        find('title', box).textContent = shift.title;
        find('shifts').append(box);
        find('where').append(new Option(shift.title, shift.id));
      }
      for (const row of shift.rows) show_row(row, shift, find('rows', box));
    }
  };

  let running = false;
  let next = 0;
  const synchronise = async () => {
    if (running) return;
    running = true;
    try {
      list = await synchronised(page);
      connection = 'online';
    } catch (problem) {
      connection = problem instanceof SignedOut ? 'signed_out' : problem instanceof Closed ? 'closed' : 'offline';
    }
    running = false;
    await show();
    clearTimeout(next);
    next = setTimeout(beat, connection === 'online' ? BEAT_MS : RETRY_MS);
  };
  // A page that was left open for a day forgets its names, too.
  const beat = () => {
    if (document.hidden) return;
    if (list && !key_bytes()) location.reload();
    else synchronise();
  };

  const scan = async () => {
    const [box, video] = [find('camera'), section.querySelector('video')];
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    const read = await reader_of_codes(section.dataset.decoder);
    box.hidden = false;
    video.srcObject = stream;
    await video.play();
    let last = '';
    while (!box.hidden) {
      const code = await read(video);
      if (code && code !== last) {
        last = code;
        const who = who_of_code(code);
        const item = rows.get(who);
        const { found, unknown } = find('scanned').dataset;
        find('scanned').textContent = item ? fill(found, find('name', item).textContent) : unknown;
        if (item) await tap('here', who);
      }
      await new Promise((done) => setTimeout(done, 150));
    }
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };

  find('scan').addEventListener('click', () =>
    scan().catch(() => { find('scanned').textContent = find('scanned').dataset.failed; }));
  find('stop').addEventListener('click', () => { find('camera').hidden = true; });
  find('find').addEventListener('input', show);
  find('walk-up').addEventListener('submit', async (event) => {
    event.preventDefault();
    const [name, people] = [find('walk-up-name'), find('walk-up-people')];
    await tap('walk_up', crypto.randomUUID(),
      { shift: find('where').value, people: Math.max(1, Math.round(people.valueAsNumber) || 1), name: name.value.trim() });
    event.target.reset();
    name.focus();
  });
  window.addEventListener('online', synchronise);
  document.addEventListener('visibilitychange', beat);

  // The plain form stays until there is something to take its place.
  const plain_form = document.querySelector('[data-without-script]');
  const take_over = async () => {
    if (!list && plain_form) return;
    plain_form?.remove();
    section.hidden = false;
    await show();
  };
  await take_over();
  await synchronise();
  await take_over();
  if (connection === 'online') {
    await keep_page(page, section.dataset);
    find('ready').hidden = false;
  }
};

/* Signing out takes everything off the phone (the server asks the browser for that, too); what is not sent yet goes
   out before. */
const send_before_signing_out = (form) => {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await Promise.race([send_all(), new Promise((late) => setTimeout(late, 5000))]);
    for (const name of [...kept('list'), ...kept('name')]) localStorage.removeItem(name);
    document.cookie = `${KEY_COOKIE}=; max-age=0; path=/`;
    form.submit();
  }, { once: true });
};

const begin = async () => {
  // Without a secure connection browsers keep no pages; then the plain form does the work.
  if (!window.isSecureContext || !navigator.serviceWorker) return;
  await tidy();
  document.querySelectorAll('form[action$="/abmelden"]').forEach(send_before_signing_out);
  const section = document.querySelector('[data-attendance]');
  if (section) await start(section);
  else await send_all();
};

if (typeof document !== 'undefined') begin().catch(() => {});
