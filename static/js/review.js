/*
 * The review of pasted minutes, more comfortably: work is kept by itself a moment after the last key, a marked word
 * opens what was made of it, and Alt with an arrow goes to the next or the previous item. Without this file every
 * button still works.
 */
const form = document.getElementById("review-form");
const told = document.getElementById("autosave");
const PAUSE = 2000; // milliseconds after the last change
const AGAIN = 15000; // until the next attempt, where the network is away

if (form && told) {
  let timer = null;
  let changes = 0;
  let sending = false;
  let leaving = false;

  const say = (sentence) => {
    told.textContent = sentence;
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  };

  async function keep() {
    if (sending || changes === 0) {
      return;
    }
    const before = changes;
    const data = new FormData(form);
    data.append("autosave", "1");
    sending = true;
    try {
      const response = await fetch(form.action || window.location.href, { method: "POST", body: data });
      const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
      if (response.ok && isAnswer) {
        const answer = await response.json();
        form.elements.version.value = answer.version;
        changes = changes === before ? 0 : changes;
        say(`Your work was kept at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.`);
      } else if (response.status === 409 && isAnswer) {
        const answer = await response.json();
        say(`${answer.refused} Press “Keep my work”: you will be shown what to do, and nothing is lost.`);
        return;
      } else if (response.redirected || response.status === 403) {
        say("You are signed out. Sign in again in another tab, then come back: what you typed is still here.");
      } else {
        say("Your work could not be kept just now. It is still here; this page tries again.");
      }
    } catch {
      say("There is no connection just now. What you typed is still here; this page tries again.");
    } finally {
      sending = false;
    }
    if (changes > 0) {
      later(changes === before ? AGAIN : PAUSE);
    }
  }

  form.addEventListener("input", () => {
    changes += 1;
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changes > 0 && !leaving) {
      event.preventDefault();
    }
  });

  const items = [...form.querySelectorAll(".portal-review__item[id]")];
  document.addEventListener("keydown", (event) => {
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp") && items.length > 0) {
      event.preventDefault();
      const here = items.findIndex((item) => item.contains(document.activeElement));
      const step = event.key === "ArrowDown" ? 1 : -1;
      const item = items[Math.min(Math.max(here + step, 0), items.length - 1)];
      item.open = true;
      item.querySelector("summary").focus();
      item.scrollIntoView({ block: "start" });
    }
  });

  document.querySelector(".portal-review__text")?.addEventListener("click", (event) => {
    const mark = event.target.closest("a[href^='#']");
    const made = mark && document.getElementById(mark.getAttribute("href").slice(1));
    if (made) {
      made.closest("details")?.setAttribute("open", "");
      made.querySelector("textarea, input:not([type=hidden]), select")?.focus({ preventScroll: true });
    }
  });
}
