/* Reads participants' codes one after another with the camera, where the browser can read codes itself. */
(() => {
  "use strict";
  const PAUSE = 250;
  const AGAIN = 5000; // the same code is not sent twice while it is held before the camera

  const start = () => {
    const box = document.querySelector("[data-scan]");
    const button = document.querySelector("[data-scan-start]");
    if (!box || !button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    const form = button.closest("form");
    const said = box.querySelector("[data-scan-said]");
    const video = box.querySelector("video");
    const sent = new Map();
    button.hidden = false;

    const send = async (code) => {
      if (Date.now() - (sent.get(code) || 0) < AGAIN) return;
      sent.set(code, Date.now());
      const body = new URLSearchParams({ code, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      try {
        const answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "application/json" } });
        said.textContent = (await answer.json()).text;
        if (navigator.vibrate) navigator.vibrate(answer.ok ? 60 : [60, 60, 60]);
      } catch { sent.delete(code); said.textContent = document.getElementById("live").dataset.failed; }
    };

    button.addEventListener("click", async () => {
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch { button.hidden = true; return; }
      box.hidden = false;
      button.hidden = true;
      await video.play();
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      const look = async () => {
        try { for (const found of await detector.detect(video)) await send(found.rawValue); } catch { /* the next frame */ }
        window.setTimeout(look, PAUSE);
      };
      look();
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
