/*
 * Starts the GOV.UK Frontend components that need script. Every page works without this file.
 *
 * The library is named by base.html in <link rel="modulepreload">, so that its address carries
 * the hash that manifest static files give it; an import written here could not.
 */
const library = document.querySelector('link[rel="modulepreload"]');

if (library && "noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
  const { createAll, Button, ErrorSummary, ExitThisPage, NotificationBanner, SkipLink, Tabs } = await import(library.href);

  createAll(Button, { preventDoubleClick: true });
  for (const component of [ErrorSummary, ExitThisPage, NotificationBanner, SkipLink, Tabs]) {
    createAll(component);
  }
}

/*
 * A wide table in rich text scrolls by itself. Putting it in a named box that takes the keyboard's focus lets
 * people who use no mouse scroll it too, and keeps it a table for screen readers.
 */
for (const table of document.querySelectorAll(".portal-minute table")) {
  if (table.scrollWidth > table.clientWidth && !table.closest(".portal-scroll")) {
    const box = document.createElement("div");
    box.className = "portal-scroll";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", `Table: ${table.caption?.textContent.trim() || "scrolls sideways"}`);
    table.replaceWith(box);
    box.append(table);
  }
}

/*
 * The rich text editor takes the place of a labelled textarea but not its name: screen readers would call
 * every one of them just "edit text".
 */
document.addEventListener("prose-editor:ready", ({ target: textarea, detail: { editor } }) => {
  const name = textarea.getAttribute("aria-label") || textarea.labels[0]?.textContent.trim();
  const attributes = name ? { "aria-label": name, "aria-multiline": "true" } : {};
  const help = textarea.getAttribute("aria-describedby");
  if (help) {
    attributes["aria-describedby"] = help;
  }
  editor.setOptions({ editorProps: { attributes } });
  new MutationObserver(sayOfButtons).observe(textarea.closest(".prose-editor"), {
    subtree: true,
    attributeFilter: ["class"],
  });
});

/* A button of the editor that can do nothing is pale, one that applies is dark; this says the same in words. */
function sayOfButtons(changes) {
  for (const { target: button } of changes) {
    if (button.matches(".prose-menubar__button")) {
      button.setAttribute("aria-disabled", button.classList.contains("disabled"));
      if (button.classList.contains("active") || button.hasAttribute("aria-pressed")) {
        button.setAttribute("aria-pressed", button.classList.contains("active"));
      }
    }
  }
}
