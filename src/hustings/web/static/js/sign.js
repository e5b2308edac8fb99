// A person's own Ed25519 key, made and kept in this browser, and the forms that sign with it.
// The private key cannot be read out of the browser, not even by this page; only signatures leave it.
// Three kinds of element: [data-make-key], [data-sign], and on demonstration sites [data-load-key].

const POSSESSION = "hustings/key/v1\n";

// --- bytes ---------------------------------------------------------------------------------------

export function toBase64(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export async function keyId(publicKey) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", publicKey));
  return Array.from(digest.slice(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- where keys are kept --------------------------------------------------------------------------

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open("hustings", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("keys", { keyPath: "person" });
  return done(request);
}

export async function keptKey(person) {
  const database = await opened();
  return done(database.transaction("keys").objectStore("keys").get(person));
}

async function keep(person, privateKey, publicKey) {
  const kept = { person, privateKey, publicKey, id: await keyId(publicKey) };
  const database = await opened();
  const change = database.transaction("keys", "readwrite");
  change.objectStore("keys").put(kept);
  await new Promise((resolve, reject) => {
    change.oncomplete = resolve;
    change.onabort = () => reject(change.error);
  });
  return kept;
}

// --- keys and signatures --------------------------------------------------------------------------

export async function makeKey(person) {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return keep(person, pair.privateKey, publicKey);
}

export async function loadKey(person, jwk) {
  const publicKey = fromBase64(jwk.x.replaceAll("-", "+").replaceAll("_", "/"));
  const privateKey = await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["sign"]);
  return keep(person, privateKey, publicKey);
}

export async function sign(kept, bytes) {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", kept.privateKey, bytes));
}

async function possession(kept) {
  const head = new TextEncoder().encode(`${POSSESSION}${kept.person}\n`);
  const bytes = new Uint8Array(head.length + kept.publicKey.length);
  bytes.set(head);
  bytes.set(kept.publicKey, head.length);
  return sign(kept, bytes);
}

// --- the forms ------------------------------------------------------------------------------------

function part(form, name) {
  return form.querySelector(`[data-${name}]`);
}

async function trying(problem, work) {
  problem.hidden = true;
  try {
    await work();
  } catch {
    problem.hidden = false;
  }
}

async function prepareSigning(form) {
  const kept = await keptKey(form.dataset.person);
  const byHand = part(form, "sign-by-hand");
  if (!kept) {
    part(form, "sign-no-key").hidden = false;
    byHand.open = false;
    return;
  }
  byHand.open = false;
  part(form, "sign-key").textContent = kept.id;
  part(form, "sign-here").hidden = false;
  part(form, "sign-button").addEventListener("click", () =>
    trying(part(form, "sign-problem"), async () => {
      const signature = await sign(kept, fromBase64(form.dataset.statement));
      form.elements.namedItem("key").value = kept.id;
      form.elements.namedItem("signature").value = toBase64(signature);
      form.requestSubmit();
    }),
  );
}

async function prepareMaking(form) {
  const found = await keptKey(form.dataset.person);
  const kept = found && !form.dataset.withdrawn.split(" ").includes(found.id) ? found : null;
  if (kept) {
    part(form, "make-id").textContent = kept.id;
    part(form, "make-held").hidden = false;
  }
  part(form, "make-by-hand").open = false;
  // a key that was made here but never reached the site is asked for again
  part(form, "make-button").hidden = Boolean(kept) && form.dataset.known.split(" ").includes(kept.id);
  part(form, "make-button").addEventListener("click", () =>
    trying(part(form, "make-problem"), async () => {
      const made = kept ?? (await makeKey(form.dataset.person));
      form.elements.namedItem("public_key").value = toBase64(made.publicKey);
      form.elements.namedItem("signature").value = toBase64(await possession(made));
      form.requestSubmit();
    }),
  );
}

function prepareLoading(place) {
  const button = part(place, "load-button");
  button.hidden = false;
  button.addEventListener("click", () =>
    trying(part(place, "load-problem"), async () => {
      const kept = await loadKey(place.dataset.person, JSON.parse(place.dataset.loadKey));
      part(place, "load-id").textContent = kept.id;
      part(place, "load-done").hidden = false;
    }),
  );
}

if (globalThis.crypto?.subtle && globalThis.indexedDB) {
  document.querySelectorAll("form[data-sign]").forEach((form) => prepareSigning(form).catch(() => {}));
  document.querySelectorAll("form[data-make-key]").forEach((form) => prepareMaking(form).catch(() => {}));
  document.querySelectorAll("[data-load-key]").forEach(prepareLoading);
}
