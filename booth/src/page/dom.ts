/** Elements by name, text as text: nothing in the booth is ever parsed as HTML. */

export type Child = Node | string | null;

type Properties = Readonly<Record<string, string | boolean | number | ((event: Event) => void) | null>>;

/** An element with attributes, `on...` listeners and children; null and false attributes are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A code in groups of four, which break at the end of a line and are copied without gaps. */
export function code(text: string): HTMLElement {
  const groups = text.match(/.{1,4}/g) ?? [];
  return el("code", { class: "figures" }, ...groups.flatMap((group) => [el("span", {}, group), el("wbr")]));
}

export function button(text: string, press: () => void, kind: "first" | "second" | "link" = "first"): HTMLButtonElement {
  return el("button", { type: "button", class: kind === "first" ? null : kind, onclick: press }, text);
}

export function paragraph(text: string, kind: string | null = null): HTMLParagraphElement {
  return el("p", { class: kind }, text);
}

/** One row of a list of terms: a name, what it is, and a hint. */
export function row(name: string, value: Child, hint: string | null = null): HTMLElement {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value, hint === null ? null : paragraph(hint, "hint")));
}

/** Give a person a file to keep. */
export function save(name: string, content: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
