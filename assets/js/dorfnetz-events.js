/*
 * <dorfnetz-events village="…" host="…" field="…" count="5"> for other sites: the next dates of a network.
 * Loads one JSON file from where this script came from, sets no cookie, asks nobody else, and writes text
 * only as text. Until it has come, and if it does not, what stands inside the element is shown: a link.
 */
(() => {
  'use strict';

  const home = new URL(document.currentScript.src).origin;
  // From attributes in English to what our addresses call it.
  const QUERY = { village: 'dorf', host: 'verein', field: 'feld', kind: 'art', count: 'anzahl' };
  const STYLE = `
    :host { display: block }
    ul { list-style: none; margin: 0; padding: 0 }
    li { margin: 0 0 .75em }
    a { color: inherit; font-weight: bold }
    .off a { text-decoration: line-through }
    span { display: block }`;

  const part = (name, tag, ...content) => {
    const element = document.createElement(tag);
    element.part = name;
    element.append(...content);
    return element;
  };

  // Only pages of the network itself, whatever the answer says.
  const link = (address, text) => {
    const url = new URL(address, home);
    if (url.origin !== home) return text;
    return Object.assign(part('title', 'a', text), { href: url.href });
  };

  const row = (date) => {
    const item = part(date.off ? 'date off' : 'date', 'li', link(date.url, date.title), part('when', 'span', date.when));
    if (date.off) {
      item.className = 'off';
      item.append(part('note', 'span', date.off));
    }
    if (date.place) item.append(part('place', 'span', date.place));
    return item;
  };

  class DorfnetzEvents extends HTMLElement {
    static observedAttributes = [...Object.keys(QUERY), 'lang'];

    connectedCallback() { this.load(); }

    attributeChangedCallback() { if (this.shadowRoot) this.load(); }

    async load() {
      const url = new URL(this.lang === 'en' ? '/en/termine.json' : '/termine.json', home);
      for (const [attribute, name] of Object.entries(QUERY)) {
        if (this.hasAttribute(attribute)) url.searchParams.set(name, this.getAttribute(attribute));
      }
      this.wanted = url.href;
      const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(() => null);
      if (!answer || !answer.ok || this.wanted !== url.href) return;
      const { dates, all, words } = await answer.json();
      const root = this.shadowRoot || this.attachShadow({ mode: 'open' });
      // Not a <style> element, which the policy of a careful site forbids.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const list = part('list', 'ul', ...dates.map(row));
      root.replaceChildren(dates.length ? list : part('empty', 'p', words.empty), part('all', 'p', link(all, words.all)));
    }
  }

  customElements.define('dorfnetz-events', DorfnetzEvents);
})();
