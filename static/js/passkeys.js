/* Asks the device for a passkey or to make one, and sends its answer with the form. What needs this is hidden until here. */
(() => {
  "use strict";
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!forms.length || !window.PublicKeyCredential || !navigator.credentials) return;

  const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const textOf = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const named = (list) => (list || []).map((key) => ({ ...key, id: bytesOf(key.id) }));

  /* The browser's own reading of the server's question; older ones have none. */
  const question = (sent, isNew) => {
    const read = isNew ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
    if (PublicKeyCredential[read]) return PublicKeyCredential[read](sent);
    const asked = { ...sent, challenge: bytesOf(sent.challenge) };
    if (!isNew) return { ...asked, allowCredentials: named(sent.allowCredentials) };
    return { ...asked, user: { ...sent.user, id: bytesOf(sent.user.id) }, excludeCredentials: named(sent.excludeCredentials) };
  };
  const answerOf = ({ rawId, response }) => {
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].filter((name) => response[name]);
    return JSON.stringify({ rawId: textOf(rawId), response: Object.fromEntries(parts.map((name) => [name, textOf(response[name])])) });
  };

  class Said extends Error {}
  const fetched = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Said(answer.status === 429 ? "limit" : "failed");
    const said = await answer.json();
    if (said.location) location.assign(said.location); /* signed in meanwhile, in another window */
    return said.request_options.publicKey;
  };
  const words = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", NotSupportedError: "missing", ConstraintError: "missing", SecurityError: "missing" };
  const say = (form, what) => {
    const place = form.querySelector("[data-passkey-said]");
    const box = Object.assign(document.createElement("div"), { className: "alert warning" });
    box.append(Object.assign(document.createElement("p"), { textContent: place.dataset[what] || place.dataset.failed }));
    place.replaceChildren(box);
  };

  const ask = async (form, button) => {
    const isNew = form.dataset.passkey === "make";
    form.dataset.asking = "1";
    button?.setAttribute("aria-disabled", "true");
    form.querySelector("[data-passkey-said]").replaceChildren();
    try {
      const sent = form.dataset.options ? JSON.parse(document.getElementById(form.dataset.options).textContent) : await fetched(form.action);
      const publicKey = question(sent, isNew);
      const given = await (isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      if (!given) throw new Said("missing");
      if (document.getElementById("id_remember")?.checked) {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "remember", value: "on" }));
      }
      form.elements.credential.value = answerOf(given);
      form.requestSubmit(button);
    } catch (problem) {
      say(form, problem instanceof Said ? problem.message : words[problem.name]);
    } finally {
      delete form.dataset.asking;
      if (!form.elements.credential.value) button?.removeAttribute("aria-disabled");
    }
  };

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopPropagation();
      if (!form.dataset.asking) ask(form, event.submitter);
    });
    form.hidden = false;
  }
  for (const place of document.querySelectorAll("[data-passkey-here]")) place.hidden = false;
  for (const place of document.querySelectorAll("[data-passkey-missing]")) place.hidden = true;
  window.addEventListener("pageshow", () => {
    for (const form of forms) form.elements.credential.value = "";
  });
})();
