/*
 * Keeps what is typed into a long form a moment after the last key, and says so. What could not be sent (no network,
 * signed out) stays in this browser and is sent when the page is next opened. Without this file the form works as before.
 */
const form = document.querySelector("form[data-keep]");
const told = document.getElementById("kept");
const PAUSE = 2000; // milliseconds after the last change
const AGAIN = 15000; // until the next attempt

if (form && told) {
  const address = form.dataset.keep;
  const local = `portal-unsent:${address}`;
  let timer = null;
  let changes = 0;
  let sending = false;
  let leaving = false;

  const body = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") {
        data.append(name, value);
      }
    }
    return data;
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
    const data = body();
    sending = true;
    try {
      const response = await fetch(address, { method: "POST", body: data });
      if (response.ok && response.headers.get("Content-Type")?.startsWith("application/json")) {
        const answer = await response.json();
        changes = changes === before ? 0 : changes;
        localStorage.removeItem(local);
        const others = answer.others.length ? ` ${answer.others.join(", ")} has unsaved work here too.` : "";
        told.textContent = `Kept at ${answer.at}, not saved yet.${others}`;
      } else if (response.status === 413) {
        told.textContent = (await response.json()).refused;
        return;
      } else {
        throw new Error("not kept");
      }
    } catch {
      data.delete("csrfmiddlewaretoken");
      localStorage.setItem(local, data.toString());
      told.textContent = "No connection, or you are signed out. What you typed is kept in this browser; this page tries again.";
    } finally {
      sending = false;
    }
    if (changes > 0) {
      later(changes === before ? AGAIN : PAUSE);
    }
  }

  const unsent = localStorage.getItem(local);
  if (unsent) {
    const data = new URLSearchParams(unsent);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    fetch(address, { method: "POST", body: data }).then((response) => {
      if (response.ok && !response.redirected) {
        localStorage.removeItem(local);
        told.textContent = "What you typed here before was kept in this browser. Open this page again to take it up.";
      }
    });
  }

  for (const kind of ["input", "change", "prose-editor:input"]) {
    form.addEventListener(kind, () => {
      changes += 1;
      later(PAUSE);
    });
  }
  form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changes > 0 && !leaving) {
      event.preventDefault();
    }
  });
  document.addEventListener("keydown", (event) => {
    const press = (name) => {
      const button = form.querySelector(`[name=${name}]`);
      if (button) {
        event.preventDefault();
        button.click();
      }
    };
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      press("save");
    } else if (event.altKey && event.key === "ArrowDown") {
      press("save_next");
    } else if (event.altKey && event.key === "ArrowUp") {
      press("save_previous");
    }
  });

  /* A stock phrase goes to where the cursor last was in the minute. */
  const phrases = document.getElementById("phrases");
  let editor = null;
  document.addEventListener("prose-editor:ready", ({ target, detail }) => {
    if (target.name === "minute-text") {
      editor = detail.editor;
      editor.on?.("update", () => {
        changes += 1;
        later(PAUSE);
      });
    }
  });
  phrases?.addEventListener("click", (event) => {
    const phrase = event.target.closest("button[data-phrase]");
    if (phrase) {
      const box = form.elements["minute-text"];
      if (editor?.chain) {
        editor.chain().focus().insertContent(phrase.dataset.phrase).run();
      } else {
        box.setRangeText(phrase.dataset.phrase, box.selectionStart, box.selectionEnd, "end");
        box.focus();
      }
    }
  });
}
