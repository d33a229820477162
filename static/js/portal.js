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
