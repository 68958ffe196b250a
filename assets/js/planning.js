/*
 * Plans: while one is worked out the bar moves by itself; names are drawn from shift to shift. Everything goes through
 * the page's own form, which does without this file, too. site.js fetches it for pages with [data-planning].
 */
const LOOK_AGAIN_MS = 1000;

/** The part of the page that says how far it is, as the server shows it now. */
const fetch_progress = async (address) => {
  const answer = await fetch(address, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-planning] progress');
};

const follow_progress = (bar, address) => {
  const look = async () => {
    try {
      const now = await fetch_progress(address);
      if (!now) return location.replace(address);
      bar.max = now.max;
      bar.value = now.value;
    } catch { /* no connection: look again */ }
    return setTimeout(look, LOOK_AGAIN_MS);
  };
  setTimeout(look, LOOK_AGAIN_MS);
};

const set_up_dragging = (form) => {
  let drawn = null;
  const target_of = (event) => event.target.closest('[data-shift]');
  const unmark = () => form.querySelectorAll('.over').forEach((place) => place.classList.remove('over'));

  for (const place of form.querySelectorAll('[data-place]')) {
    const radio = place.querySelector('input[type=radio]');
    if (!radio) continue;
    place.draggable = true;
    place.addEventListener('dragstart', (event) => {
      drawn = radio;
      radio.checked = true;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', radio.closest('label').textContent.trim());
    });
    place.addEventListener('dragend', () => { drawn = null; unmark(); });
  }
  form.addEventListener('dragover', (event) => {
    const target = drawn && target_of(event);
    if (!target) return;
    event.preventDefault();
    unmark();
    target.classList.add('over');
  });
  form.addEventListener('drop', (event) => {
    const target = drawn && target_of(event);
    if (!target || target.contains(drawn)) return;
    event.preventDefault();
    drawn.checked = true;
    form.requestSubmit(target.querySelector('button[name=nach]'));
  });
};

for (const part of document.querySelectorAll('[data-planning]')) {
  const bar = part.querySelector('progress');
  if (bar) follow_progress(bar, part.dataset.planning);
  if (part.matches('form')) set_up_dragging(part);
}
