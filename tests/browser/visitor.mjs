// One request with its whole answer. Throws when the connection breaks.
export async function ask(address, options) {
  const response = await fetch(address, options);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

// Somebody who uses the site without a browser: keeps cookies, reads forms and sends them. For tests that need many
// people at once.
export class Visitor {
  #cookies = new Map();
  #ask;

  // `address` is where the visitor seems to come from, for a server that trusts 127.0.0.1 as its proxy.
  constructor(origin, address, askBy = ask) {
    this.origin = origin;
    this.from = address ? { "x-forwarded-for": address } : {};
    this.#ask = askBy;
  }

  // Follows redirects by GET. Throws when the connection breaks.
  async get(path) {
    return this.#request(path, {});
  }

  // Sends the form of a page as a browser would, with these values in place of those that it shows. `form` is a
  // piece of its address or of its button; `askBy` replaces the usual way to ask.
  async submit(page, form, values = {}, askBy = this.#ask) {
    const found = formsOf(page.text).find((one) => one.action.includes(form) || one.text.includes(form));
    if (!found) throw new Error(`no form with "${form}" on ${page.path}: ${textOf(page.text).slice(0, 600)}`);
    const sent = new URLSearchParams();
    for (const [name, value] of found.fields) if (!(name in values)) sent.append(name, value);
    for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) sent.append(name, one);
    return this.#request(found.action || page.path, { method: "POST", body: sent }, askBy);
  }

  // As a script of the page does, with these fields.
  async post(path, fields, askBy = this.#ask) {
    return this.#request(path, { method: "POST", body: new URLSearchParams(fields) }, askBy);
  }

  async #request(path, options, askBy = this.#ask, redirects = 0) {
    const address = new URL(path, this.origin);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await askBy(address, {
      ...options,
      redirect: "manual",
      headers: { ...this.from, cookie, origin: this.origin, accept: "text/html", "accept-language": "de" },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    if (response.status === 303 && redirects < 5) return this.#request(response.headers.get("location"), {}, askBy, redirects + 1);
    return { status: response.status, path: address.pathname + address.search, text: response.text };
  }
}

// What a reader sees of a page's main part.
export function textOf(page) {
  return unescaped((page.match(/<main[\s\S]*<\/main>/)?.[0] ?? page).replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");
}

const attribute = (tag, name) => unescaped(tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? "");

function unescaped(text) {
  const signs = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => signs[name]);
}

export function formsOf(page) {
  return [...page.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const fields = [];
    for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
      const type = attribute(tag, "type");
      if (type === "submit" || type === "file") continue;
      if ((type === "checkbox" || type === "radio") && !/\schecked[\s>=]/.test(tag)) continue;
      fields.push([attribute(tag, "name"), attribute(tag, "value")]);
    }
    for (const [tag, inner] of form.matchAll(/<textarea[^>]*>([\s\S]*?)<\/textarea>/g))
      fields.push([attribute(tag, "name"), unescaped(inner)]);
    for (const [tag] of form.matchAll(/<select[^>]*>[\s\S]*?<\/select>/g)) {
      const options = [...tag.matchAll(/<option[^>]*>/g)].map(([option]) => option);
      const chosen = options.find((option) => /\sselected[\s>=]/.test(option)) ?? options[0];
      if (chosen) fields.push([attribute(tag, "name"), attribute(chosen, "value")]);
    }
    return { action: attribute(form, "action"), fields: fields.filter(([name]) => name), text: textOf(form) };
  });
}
