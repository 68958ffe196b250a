/*
 * Dorfnetz: small comforts. Every page does its work without this file; it adds what is asked for by
 * data attributes, speaks no words of its own (they come from the page) and stores nothing but drafts
 * of forms that ask for it, for two days, on the device. (What attendance.js and minutes.js store they tell themselves.)
 */
(() => {
  'use strict';

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const DRAFT_PREFIX = 'draft:';
  const SENDING = 'draft-sent'; /* in this tab: the draft whose form is on its way */
  const DRAFT_LIFE_MS = 48 * 3600 * 1000;
  const SENT_ONCE_MS = 5000;

  /** Tells screen readers, politely, what changed. */
  const say = (text) => {
    let ear = document.getElementById('ear');
    if (!ear) {
      ear = document.createElement('p');
      ear.id = 'ear';
      ear.className = 'hidden';
      ear.setAttribute('role', 'status');
      document.body.append(ear);
    }
    ear.textContent = text;
  };

  /* Buttons that only work here are hidden in the page: <button hidden data-print>. */
  const set_up_buttons = () => {
    for (const button of all('button[data-print]')) {
      button.hidden = false;
      button.addEventListener('click', () => window.print());
    }
    if (!navigator.clipboard) return;
    for (const button of all('button[data-copy]')) {
      button.hidden = false;
      button.addEventListener('click', async () => {
        const from = document.getElementById(button.dataset.copyFrom);
        await navigator.clipboard.writeText(from ? from.textContent : new URL(button.dataset.copy, location.href).href);
        const words = button.querySelector('span') || button;
        const before = words.textContent;
        words.textContent = button.dataset.done || before;
        say(words.textContent);
        setTimeout(() => { words.textContent = before; }, 4000);
      });
    }
  };

  /* <div data-map="script">: its button fetches the script of the real map, and nothing is fetched before. */
  const set_up_map = (box) => {
    for (const hidden of all('button[hidden], p[hidden]', box)) hidden.hidden = false;
    const button = box.querySelector('button');
    button.addEventListener('click', () => {
      button.disabled = true;
      document.head.append(Object.assign(document.createElement('script'), { src: box.dataset.map }));
    });
  };

  /* <form hidden data-passkey data-script="script">: shown by its script, where the browser knows passkeys. */
  const set_up_passkey = (form) => {
    if (window.PublicKeyCredential) {
      document.head.append(Object.assign(document.createElement('script'), { src: form.dataset.script }));
    }
  };

  /* <form hidden data-push data-script="script">: shown by its script, where the browser takes push messages. */
  const set_up_push = (form) => {
    if (window.PushManager && navigator.serviceWorker) {
      document.head.append(Object.assign(document.createElement('script'), { src: form.dataset.script }));
    }
  };

  /* <div data-attendance data-script="script">: checking people in; <div data-minutes data-script="script">: writing
     minutes; [data-planning]: plans. As long as such a script has kept something on the device, it is fetched on every page, to send that and to
     throw it away. */
  const set_up_keeper = (name) => {
    const section = document.querySelector(`[data-${name}]`);
    const is_kept = Object.keys(localStorage).some((key) => key.startsWith(`${name}:`));
    if (!section && !is_kept) return;
    const src = section ? section.dataset.script : `/assets/js/${name}.js`;
    document.head.append(Object.assign(document.createElement('script'), { src, type: 'module' }));
  };

  /* Open menus close with Escape and when the reader turns to something else. */
  const set_up_menus = () => {
    const menus = 'details.menu[open], details.drop[open]';
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      for (const menu of all(menus)) {
        const had_focus = menu.contains(document.activeElement);
        menu.open = false;
        if (had_focus) menu.querySelector('summary').focus();
      }
    });
    document.addEventListener('click', (event) => {
      for (const menu of all(menus)) if (!menu.contains(event.target)) menu.open = false;
    });
    // Browsers that cannot unfold the filters by style alone get them unfolded here.
    if (window.CSS && !CSS.supports('selector(::details-content)') && matchMedia('(min-width: 60rem)').matches) {
      for (const fold of all('.filter-fold')) fold.open = true;
    }
  };

  /** The form's address with its fields, without empty ones, so that it can be sent to someone. */
  const address_of = (form) => {
    const address = new URL(form.action);
    address.search = '';
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && value !== '') address.searchParams.append(name, value);
    }
    return address;
  };

  /* <form method="get" data-live="ergebnis filterzahl">: the ids that are fetched and swapped on change. */
  const set_up_live_filter = (form) => {
    let running = null;
    let waiting = 0;
    const refresh = async () => {
      clearTimeout(waiting);
      if (running) running.abort();
      running = new AbortController();
      const address = address_of(form);
      const region = document.getElementById(form.dataset.live.split(' ')[0]);
      if (region) region.setAttribute('aria-busy', 'true');
      try {
        const answer = await fetch(address, { signal: running.signal, credentials: 'same-origin' });
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const id of form.dataset.live.split(' ')) {
          const now = document.getElementById(id);
          const next = page.getElementById(id);
          if (now && next) now.replaceWith(document.adoptNode(next));
        }
        history.replaceState(null, '', address);
        set_up_buttons();
        const count = document.querySelector('[data-count]');
        if (count) say(count.textContent.trim());
      } catch (problem) {
        if (problem.name !== 'AbortError') form.submit();
      }
    };
    form.addEventListener('change', refresh);
    form.addEventListener('input', (event) => {
      if (event.target.type !== 'search') return;
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 300);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const fold = form.querySelector('.filter-fold');
      if (fold && matchMedia('(max-width: 59.99rem)').matches) fold.open = false;
      refresh();
    });
  };

  /* <form data-guard>: asks before what was typed is left behind. */
  const set_up_guard = (form) => {
    let dirty = false;
    const ask = (event) => { if (dirty) event.preventDefault(); };
    form.addEventListener('input', () => { dirty = true; });
    form.addEventListener('submit', () => { dirty = false; });
    window.addEventListener('beforeunload', ask);
  };

  /* A second tap, because nothing seems to happen, is no second wish. After a while it is one: files come without a
     new page. */
  const send_once = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post') return;
    if ('sent' in form.dataset) event.preventDefault();
    form.dataset.sent = '';
    setTimeout(() => { delete form.dataset.sent; }, SENT_ONCE_MS);
  };

  const draft_fields = (form) => all('input, select, textarea', form).filter((field) =>
    field.name && !['hidden', 'password', 'file', 'submit'].includes(field.type) && !field.closest('.trap'));
  const is_choice = (field) => field.type === 'checkbox' || field.type === 'radio';

  const write_draft = (form, key) => {
    const values = draft_fields(form).map((field) =>
      [field.name, is_choice(field) ? field.value : null, is_choice(field) ? field.checked : field.value]);
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  };

  const read_draft = (form, key) => {
    const draft = JSON.parse(localStorage.getItem(key) || 'null');
    if (!draft) return false;
    const fields = draft_fields(form);
    for (const [name, choice, value] of draft.values) {
      const field = fields.find((f) => f.name === name && (choice === null || f.value === choice));
      if (field && choice === null) field.value = value;
      else if (field) field.checked = value;
    }
    for (const fold of all('details', form)) {
      if (draft_fields(fold).some((f) => is_choice(f) ? f.checked : f.value)) fold.open = true;
    }
    return true;
  };

  /* <form data-draft="mitmachen">; a form that came back with errors (.wrong) keeps the server's values.
     [data-draft-note] is shown when a draft was taken up, [data-draft-drop] throws it away. */
  const set_up_draft = (form) => {
    const key = DRAFT_PREFIX + form.dataset.draft;
    let waiting = 0;
    if (!form.querySelector('.wrong') && read_draft(form, key)) {
      for (const note of all('[data-draft-note]', form)) note.hidden = false;
    }
    form.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => write_draft(form, key), 500);
    });
    form.addEventListener('submit', () => {
      clearTimeout(waiting);
      write_draft(form, key);
      sessionStorage.setItem(SENDING, key);
    });
    for (const button of all('[data-draft-drop]', form)) {
      button.addEventListener('click', () => {
        localStorage.removeItem(key);
        form.reset();
        for (const note of all('[data-draft-note]', form)) note.hidden = true;
      });
    }
  };

  /* Drafts go when the page after sending says that it was taken ([data-notice], or data-draft-sent="mitmachen" on
     pages that are nothing but thanks), or when they are old. */
  const clear_drafts = () => {
    const sending = sessionStorage.getItem(SENDING);
    sessionStorage.removeItem(SENDING);
    if (sending && document.querySelector('[data-notice]')) localStorage.removeItem(sending);
    for (const sent of all('[data-draft-sent]')) localStorage.removeItem(DRAFT_PREFIX + sent.dataset.draftSent);
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(DRAFT_PREFIX))) {
      let at = 0;
      try { at = JSON.parse(localStorage.getItem(key)).at; } catch { /* unreadable: as old as can be */ }
      if (!(Date.now() - at < DRAFT_LIFE_MS)) localStorage.removeItem(key);
    }
  };

  /* <form data-preview="address" data-preview-token="…">: below each <textarea data-markdown>, what it becomes. */
  const set_up_preview = (form) => {
    for (const area of all('textarea[data-markdown]', form)) {
      let waiting = 0;
      const place = document.createElement('div');
      place.className = 'panel prose';
      place.lang = area.lang;
      const refresh = async () => {
        const body = new URLSearchParams({ _token: form.dataset.previewToken, text: area.value });
        const answer = await fetch(form.dataset.preview, { method: 'POST', body, credentials: 'same-origin' });
        if (!answer.ok) return;
        place.innerHTML = await answer.text();
        if (!place.isConnected) area.after(place);
      };
      area.addEventListener('input', () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => refresh().catch(() => {}), 700);
      });
    }
  };

  set_up_buttons();
  set_up_menus();
  all('[data-map]').forEach(set_up_map);
  all('form[data-passkey]').slice(0, 1).forEach(set_up_passkey);
  all('form[data-push]').slice(0, 1).forEach(set_up_push);
  all('form[data-preview]').forEach(set_up_preview);
  all('form[data-live]').forEach(set_up_live_filter);
  all('form[data-guard]').forEach(set_up_guard);
  document.addEventListener('submit', send_once);
  try {
    clear_drafts();
    all('form[data-draft]').forEach(set_up_draft);
    ['attendance', 'minutes', 'planning'].forEach(set_up_keeper);
  } catch { /* no storage in this browser: then without drafts */ }
  const wrong = document.querySelector('.wrong[tabindex]');
  if (wrong) wrong.focus();
})();
