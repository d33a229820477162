/*
 * Asks before what was typed into one form of the page is left behind: by a link, or by the button of another form.
 * Without this file the page works as before.
 */
const changed = new Set();
let sent = null;

for (const form of document.querySelectorAll("form[method=post]")) {
  for (const kind of ["input", "change", "prose-editor:input"]) {
    form.addEventListener(kind, () => changed.add(form));
  }
  form.addEventListener("submit", () => {
    sent = form;
  });
}
window.addEventListener("beforeunload", (event) => {
  const left = [...changed].some((form) => form !== sent);
  sent = null; // who stays may yet leave another way
  if (left) {
    event.preventDefault();
  }
});
