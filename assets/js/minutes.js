/*
 * Dorfnetz: writing minutes together, with or without a network (docs/adr/0047). site.js fetches this file on the page
 * where minutes are written, and on any page as long as something that was typed there is kept on the device.
 *
 * Each letter gives the text a number of its own. The text is kept in localStorage until the server has that number, and
 * sent as often as it takes; the server counts each number of a page once and decides whether it goes in or lies beside.
 */

const KEPT = 'minutes:';
const PAUSE_MS = 1500; // after the last letter
const LONGEST_MS = 5000; // somebody who types without a pause is seen all the same
const HOLD_MS = 50_000; // less than in features/minutes/rules.hpp: a hold that is over there must not be given back
const ASK_MS = 3000;
const [FIRST_RETRY_MS, LAST_RETRY_MS] = [1000, 30_000];
const LATE_MS = 20_000;
const QUIET_MS = 10_000; // what was typed later may be another tab's, where somebody types just now
const SENDING_MS = 5000; // so long signing out waits
const FORGOTTEN_MS = 31 * 24 * 3600 * 1000;

/* ---- What becomes of a matter; nothing here touches the page or the network ---- */

/** A matter as the page came with it. `saved` is what the server has of what stands in the field; `refused` is what it did
    not take, and `why` names the words for that. */
export const fresh = (id, version, text) =>
  ({ id, version, saved: text, text, number: 0, unsaved_since: null, typed_at: 0, own_until: 0, held_by: '', held_until: 0, besides: [], is_beside: false, refused: null, why: '' });

export const is_unsaved = (matter) => matter.text !== matter.saved;
export const is_own = (matter, now) => now < matter.own_until;

export const typed = (matter, text, number, now) =>
  ({ ...matter, text, number, typed_at: now, unsaved_since: matter.unsaved_since ?? now, refused: matter.why === 'gone' ? text : null });

/** Is not tried again until something else stands there, and never where the matter was taken off. */
export const not_taken = (matter, save, why) => ({ ...matter, refused: save.text, why });

/** When it has to be sent: the first letter at once, so that nobody else begins there, the others after a pause. */
export const due_at = (matter, now) => {
  if (!is_unsaved(matter) || matter.refused === matter.text) return Infinity;
  if (!is_own(matter, now) && !matter.is_beside) return matter.unsaved_since ?? now;
  return Math.min(matter.typed_at + PAUSE_MS, (matter.unsaved_since ?? now) + LONGEST_MS);
};

export const save_of = (matter) => ({ id: matter.id, number: matter.number, based_on: matter.version, text: matter.text });

/** What holds after the server has answered a save of that moment. A version of somebody else is not ours by that. */
export const answered = (matter, save, { verdict, version, beside }, sent_at) => {
  if (verdict === 'refused') return not_taken(matter, save, 'refused');
  if (verdict === 'too_many') return not_taken(matter, save, 'tooMany');
  const next = { ...matter, saved: save.text, unsaved_since: matter.text === save.text ? null : sent_at, is_beside: beside };
  if (verdict === 'taken' || verdict === 'unchanged') Object.assign(next, { version, own_until: sent_at + HOLD_MS });
  return save.release ? { ...next, own_until: 0 } : next;
};

/** What the server tells of a matter. Nobody's typing is replaced; who has seen all goes on from the newest text. */
export const heard = (matter, row, now) => {
  const others = row.held_by !== '' && !row.own;
  const next = { ...matter, besides: row.besides, held_by: others ? row.held_by : '', held_until: others ? now + row.held_ms : 0 };
  const is_beside = row.besides.some(({ own }) => own);
  const was_put_together = matter.is_beside && !is_beside;
  if (is_unsaved(matter)) return { ...next, is_beside };
  if (was_put_together || (!matter.is_beside && row.version > matter.version))
    return { ...next, is_beside, version: row.version, text: row.text, saved: row.text, own_until: 0 };
  return { ...next, is_beside };
};

/** Whether somebody else writes there, so that this page had better wait. */
export const is_closed = (matter, now) => now < matter.held_until && !is_unsaved(matter) && !matter.is_beside;

/* ---- What stays on the device: what was typed here and is not sent, nothing of what others wrote ---- */

const name_of = ({ page, tab, id }) => `${KEPT}${page}:${tab}:${id}`;
const all_kept = () => Object.keys(localStorage).filter((name) => name.startsWith(KEPT));
const kept_at = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};

/** Whether the device had room for it. */
export const keep = (entry) => {
  try {
    localStorage.setItem(name_of(entry), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
};

/** Forgets what the server has, unless something newer was typed meanwhile. */
export const forget = (entry) => {
  const newest = kept_at(name_of(entry));
  if (newest && newest.number <= entry.number) localStorage.removeItem(name_of(entry));
};

/** What is not sent yet: of all pages, or of one without what `tab` looks after itself. */
export const waiting = (page, tab) =>
  all_kept().map(kept_at).filter((entry) => entry && (!page || (entry.page === page && entry.tab !== tab)));

const tidy = () => {
  for (const name of all_kept()) if (!(Date.now() - kept_at(name)?.at < FORGOTTEN_MS)) localStorage.removeItem(name);
};

/* ---- Talking with the server ---- */

class SignedOut extends Error {}
class Closed extends Error {} // the page or the matter is not there, or not for this person any more
class Refused extends Error {} // too long
class Old extends Error {} // the form's token

const asked = async (address, settings = {}) => {
  const signal = AbortSignal.timeout?.(LATE_MS);
  const answer = await fetch(address, { redirect: 'manual', cache: 'no-store', signal, ...settings });
  if (answer.type === 'opaqueredirect' || answer.status === 401) throw new SignedOut();
  if (answer.status === 404) throw new Closed();
  if (answer.status === 413 || answer.status === 422) throw new Refused();
  if (answer.status === 403) throw new Old();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const state_of = (page, tab, stand) => asked(`${page}/stand.json?tab=${tab}&kennt=${stand}`);

/** For the page of `writer`: once somebody else has signed in on this device, what stands there is not theirs. */
export const state_for = async (writer, page, tab, stand) => {
  const answer = await state_of(page, tab, stand);
  if (answer.writer !== writer) throw new SignedOut();
  return answer;
};

const body_of = ({ id, tab, number, based_on, text, release, left }, token) =>
  new URLSearchParams({ _token: token, punkt: id, tab, nummer: String(number), fassung: String(based_on), text, fertig: release ? '1' : '', nachgereicht: left ? '1' : '' });

const sent = (page, save, token, settings = {}) => asked(`${page}/speichern`, { method: 'POST', body: body_of(save, token), ...settings });

// Not taken, and not tried again by this page.
const given_up = new Set();

/** Sends what an earlier page left on the device, with the numbers that it had, for whoever typed it. What is not taken
    stays there. Where another tab may be typing still, its hold is not given away. */
export const send_left = async (page, tab) => {
  for (const entry of waiting(page, tab).filter((each) => !given_up.has(name_of(each)))) {
    try {
      const { token, writer } = await state_of(entry.page, entry.tab, 0);
      const is_theirs = writer === entry.writer;
      const { verdict } = is_theirs ? await sent(entry.page, { ...entry, left: true }, token) : { verdict: 'refused' };
      if (verdict === 'refused' || verdict === 'too_many') given_up.add(name_of(entry));
      else forget(entry);
    } catch (problem) {
      if (!(problem instanceof Closed || problem instanceof Refused)) throw problem;
      given_up.add(name_of(entry));
    }
  }
};

/* ---- The page ---- */

const new_tab = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const fill = (text, value) => text.replace('{1}', value);
const found = (name, root) => root.querySelector(`[data-${name}]`);

/** What could not be sent, each with the way to throw it away; of nobody else who uses this browser. */
const left_of = (page, tab, writer) => waiting(page, tab).filter((entry) => entry.writer === writer);

const show_left = (root, entries, heading_of, changed) => {
  const list = found('left', root);
  const shown = JSON.stringify(entries);
  if (list.dataset.shown === shown) return;
  list.dataset.shown = shown;
  list.replaceChildren(...entries.map((entry) => {
    const item = found('left-entry', root).content.firstElementChild.cloneNode(true);
    found('left-heading', item).textContent = heading_of(entry);
    found('left-text', item).textContent = entry.text;
    found('left-drop', item).addEventListener('click', () => { forget(entry); changed(); });
    return item;
  }));
};

/* Where the minutes are read that take no more. */
const start_reading = (section) => {
  const { minutesLeft: page, writer } = section.dataset;
  const show_all = () => {
    const entries = left_of(page, '', writer);
    section.hidden = entries.length === 0;
    show_left(section, entries, () => '', show_all);
  };
  show_all();
};

const start = (section) => {
  const { minutes: page, writer } = section.dataset;
  const tab = new_tab();
  const find = (name, root = section) => found(name, root);
  const words = find('words').dataset;
  const forms = new Map();
  const matters = new Map();
  const saved_at = new Map();
  const only_here = new Set(); // matters with letters for which the device had no room
  let stand = Number(section.dataset.stand);
  let token = '';
  let connection = 'online';
  let retry = FIRST_RETRY_MS;
  let asked_at = 0;
  let numbers = 0;

  const clock = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

  const left_here = () => left_of(page, tab, writer).filter(({ at }) => Date.now() - at >= QUIET_MS);
  const has_only_here = () => [...only_here].some((id) => is_unsaved(matters.get(id)));

  const tell = () => {
    const { dataset } = find('state');
    const left = left_here().length > 0 ? dataset.waiting : '';
    const full = has_only_here() ? dataset.full : '';
    const text = [dataset[connection], left, full].filter((words_) => words_).join(' ');
    if (find('state').textContent !== text) find('state').textContent = text;
    find('state').closest('.notice').classList.toggle('warn', connection !== 'online' || full !== '');
    find('sign-in').hidden = connection !== 'signedOut';
  };

  const show_left_here = () =>
    show_left(section, left_here(), ({ id }) => forms.get(id)?.querySelector('h2').textContent || '', () => { show_left_here(); tell(); });

  const mark_of = (matter, now) => {
    if (now < matter.held_until) return fill(words.writes, matter.held_by);
    if (is_unsaved(matter)) return matter.refused === matter.text ? words[matter.why] : words.typing;
    return saved_at.has(matter.id) ? fill(words.saved, clock(saved_at.get(matter.id))) : '';
  };

  const show_besides = (matter, list) => {
    const shown = JSON.stringify(matter.besides);
    if (list.dataset.shown === shown) return;
    list.dataset.shown = shown;
    list.replaceChildren(...matter.besides.map(({ name, own, address }) => {
      const item = find('beside-entry').content.firstElementChild.cloneNode(true);
      find('beside-words', item).textContent = own ? words.own : fill(words.beside, name);
      find('beside-link', item).href = address;
      return item;
    }));
  };

  const show = (matter) => {
    const now = Date.now();
    const form = forms.get(matter.id);
    const field = form.elements.text;
    if (field.value !== matter.text) {
      const [begin, end] = [field.selectionStart, field.selectionEnd];
      field.value = matter.text;
      if (document.activeElement === field) field.setSelectionRange(begin, end);
    }
    const is_open = ['online', 'offline', 'signedOut'].includes(connection) || is_unsaved(matter) || matter.is_beside;
    field.readOnly = !is_open || is_closed(matter, now);
    const mark = mark_of(matter, now);
    if (find('mark', form).textContent !== mark) find('mark', form).textContent = mark;
    show_besides(matter, find('besides', form));
  };

  const set = (matter) => {
    matters.set(matter.id, matter);
    show(matter);
  };

  const entry_of = (matter) => ({ page, tab, writer, ...save_of(matter), at: Date.now() });

  const remember = (matter) => {
    if (!is_unsaved(matter)) forget(entry_of(matter));
    else if (keep(entry_of(matter))) only_here.delete(matter.id);
    else only_here.add(matter.id);
  };

  // ---- What goes to and fro, one after the other: an answer that overtakes another one would tell what is past.

  const send = async (id, release = false) => {
    const save = { ...save_of(matters.get(id)), tab, release };
    const sent_at = Date.now();
    try {
      const answer = await sent(page, save, token);
      set(answered(matters.get(id), save, answer, sent_at));
      if (matters.get(id).refused === save.text) return;
      if (!release) saved_at.set(id, Date.now());
      forget({ page, ...save });
      // Typed back meanwhile to what was saved before.
      if (is_unsaved(matters.get(id))) remember(matters.get(id));
      show(matters.get(id));
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Closed)) throw problem;
      // Either the matter was taken off, or the whole page is closed: this asks, and throws if it is.
      if (problem instanceof Closed) await ask();
      set(not_taken(matters.get(id), save, problem instanceof Closed ? 'gone' : 'tooLong'));
    }
  };

  const ask = async () => {
    asked_at = Date.now();
    const answer = await state_for(writer, page, tab, stand);
    token = answer.token;
    stand = answer.stand;
    for (const row of answer.texts) if (matters.has(row.id)) set(heard(matters.get(row.id), row, Date.now()));
    find('agenda-changed').hidden = answer.agenda === section.dataset.agenda;
    connection = answer.state === 'draft' ? 'online' : answer.state;
    retry = FIRST_RETRY_MS;
  };

  const is_idle = (matter, now) => is_own(matter, now) && !is_unsaved(matter) && document.activeElement !== forms.get(matter.id).elements.text;

  const work = async () => {
    if (!token) await ask();
    for (const id of matters.keys()) {
      if (due_at(matters.get(id), Date.now()) <= Date.now()) await send(id);
      if (is_idle(matters.get(id), Date.now())) await send(id, true);
    }
    if (!document.hidden && Date.now() - asked_at >= ASK_MS) await ask();
    await send_left(page, tab);
    show_left_here();
  };

  let next = 0;
  let running = false;
  const beat = async () => {
    clearTimeout(next);
    if (running) return;
    running = true;
    let pause = 0;
    try {
      await work();
    } catch (problem) {
      connection = problem instanceof SignedOut ? 'signedOut' : problem instanceof Closed ? 'closed' : problem instanceof Old ? connection : 'offline';
      token = '';
      pause = retry;
      retry = Math.min(retry * 2, LAST_RETRY_MS);
    }
    running = false;
    tell();
    for (const matter of matters.values()) show(matter);
    const due = Math.min(...[...matters.values()].map((matter) => due_at(matter, Date.now())), asked_at + ASK_MS);
    next = setTimeout(beat, pause || Math.min(ASK_MS, Math.max(50, due - Date.now())));
  };

  const type = (id, text) => {
    set(typed(matters.get(id), text, ++numbers, Date.now()));
    remember(matters.get(id));
    tell();
    // While the line is broken, letters neither hasten nor put off the next try.
    if (connection !== 'online') return;
    clearTimeout(next);
    next = setTimeout(beat, Math.max(0, due_at(matters.get(id), Date.now()) - Date.now()));
  };

  // What cannot wait for an answer: the page is closed, the lid is shut.
  const send_and_leave = () => {
    for (const matter of matters.values()) {
      if (!token || !(is_unsaved(matter) || is_own(matter, Date.now()))) continue;
      sent(page, { ...save_of(matter), tab, release: true }, token, { keepalive: true, signal: undefined }).catch(() => {});
    }
  };

  for (const form of document.querySelectorAll('form[data-matter]')) {
    const { elements: { text, fassung }, dataset: { matter: id } } = form;
    forms.set(id, form);
    // Some browsers put back what stood there before; that is kept here and goes out by itself.
    text.value = text.defaultValue;
    matters.set(id, fresh(id, Number(fassung.value), text.value));
    text.addEventListener('input', () => type(id, text.value));
    text.addEventListener('blur', beat);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      beat();
    });
  }
  for (const element of document.querySelectorAll('[data-without-script]')) element.hidden = true;
  section.hidden = false;
  window.addEventListener('online', beat);
  window.addEventListener('pagehide', send_and_leave);
  window.addEventListener('beforeunload', (event) => has_only_here() && event.preventDefault());
  document.addEventListener('visibilitychange', () => (document.hidden ? send_and_leave() : beat()));
  // Everything that changes is asked for once, so that nobody's hold is missed.
  stand = -1;
  show_left_here();
  beat();
};

/* The server asks the browser to throw away all it has when somebody signs out. Text of minutes that is still there then
   was refused, or is somebody else's who uses this browser: nobody's words get lost because another one leaves, and none
   because there was no time to read why they were refused. So the text stays, and the page throws away the rest itself
   (attendance.js its own). Until it is forgotten it is sent and shown under the name of who typed it alone. */
const throw_away_the_rest = async () => {
  for (const name of Object.keys(localStorage)) if (!/^(minutes|attendance):/.test(name)) localStorage.removeItem(name);
  sessionStorage.clear();
  for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
  for (const worker of await navigator.serviceWorker?.getRegistrations() ?? []) await worker.unregister();
};

const send_before_signing_out = (form) => {
  let is_leaving = false;
  const leave = async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation(); // others have their turn when it is sent again
    if (is_leaving) return;
    is_leaving = true;
    await Promise.race([send_left().catch(() => {}), new Promise((late) => setTimeout(late, SENDING_MS))]);
    if (all_kept().length > 0) {
      await throw_away_the_rest();
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'behalten', value: '1' }));
    }
    form.removeEventListener('submit', leave, true);
    setTimeout(() => form.requestSubmit()); // not while the first one is still told of
  };
  form.addEventListener('submit', leave, true);
};

const begin = async () => {
  tidy();
  document.querySelectorAll('form[action$="/abmelden"]:not([action*="/redaktion/"])').forEach(send_before_signing_out);
  const section = document.querySelector('[data-minutes]');
  const reading = document.querySelector('[data-minutes-left]');
  if (section) return start(section);
  await send_left().finally(() => reading && start_reading(reading));
};

if (typeof document !== 'undefined' && document.querySelector) begin().catch(() => {});
